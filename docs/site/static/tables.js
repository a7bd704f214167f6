// Marks tables: numbers stay on one line, long cells beside many others get room, and each gets the
// heading of its column. Tables that are read (long cells in few columns, or a page of tables) become
// cards on a narrow screen, a row each; tables of numbers move sideways there.
(() => {
  const LONG = 40, FEW = 5, NUMBER = /^[-+(\d.][^a-z]{0,16}( to [\d.]+)?$/;
  const length = (cell) => cell.textContent.trim().length;
  for (const table of document.querySelectorAll("table.docutils")) {
    const heads = [...(table.tHead?.rows[0]?.cells ?? [])].map((cell) => cell.textContent.trim());
    const cells = [...table.querySelectorAll("tbody td")];
    const hasText = heads.length <= FEW && cells.some((cell) => length(cell) > LONG);
    const isRead = hasText || table.closest(".wide-page") !== null;
    table.classList.toggle("cards-table", isRead);
    for (const cell of cells) {
      cell.dataset.column = heads[cell.cellIndex] ?? "";
      cell.classList.toggle("number", NUMBER.test(cell.textContent.trim()));
      cell.classList.toggle("long", !isRead && length(cell) > LONG);
    }
    if (!isRead || table.offsetWidth <= table.parentElement.clientWidth) continue;
    // Too wide for its place: dotted names may break after a dot.
    for (const code of table.querySelectorAll("td:first-child code"))
      code.innerHTML = code.innerHTML.replaceAll(".", ".<wbr>");
    table.classList.add("tight");
  }
})();
