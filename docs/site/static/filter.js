// Pages of long tables get a field that keeps the rows with all words typed into it.
(() => {
  const LONG = 20;
  const tables = [...document.querySelectorAll(".wide-page table.docutils")];
  const rows = tables.flatMap((table) => [...table.tBodies].flatMap((body) => [...body.rows]));
  const heading = document.querySelector("article h1");
  if (rows.length < LONG || !heading) return;

  const field = document.createElement("input");
  const label = document.createElement("label");
  const count = document.createElement("output");
  Object.assign(field, { type: "search", placeholder: "words, such as: trust loss" });
  label.append("Rows with ", field, " ", count);
  label.className = "row-filter";
  heading.after(label);

  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const keep = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let kept = 0;
    for (const row of rows) {
      row.hidden = !words.every((word) => texts.get(row).includes(word));
      kept += !row.hidden;
    }
    for (const table of tables) {
      const empty = ![...table.tBodies].some((body) => [...body.rows].some((row) => !row.hidden));
      const section = table.closest("section");
      // A section of one table goes with it; text beside several tables stays.
      const part = section?.querySelectorAll("table").length === 1 ? section : table;
      part.hidden = empty && words.length > 0;
    }
    count.value = words.length ? `${kept} of ${rows.length}` : `${rows.length} rows`;
  };
  field.addEventListener("input", keep);
  keep();
})();
