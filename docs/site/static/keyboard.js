// Whatever is wider than its place can be moved sideways with the arrow keys too.
(() => {
  const places = document.querySelectorAll("pre, .table-wrapper, .output, figure .drawing, div.math");
  const reach = () => {
    for (const place of places) {
      const isWider = place.scrollWidth > place.clientWidth + 1;
      if (isWider) place.tabIndex = 0;
      else place.removeAttribute("tabindex");
    }
  };
  addEventListener("resize", reach);
  addEventListener("load", reach);
  reach();
})();
