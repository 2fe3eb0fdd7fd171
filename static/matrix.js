// The matrix by keyboard: one stop of the Tab key, arrows inside, and a drawer. Without this file every activity is a link.
"use strict";

(() => {
  const grid = document.querySelector("[data-matrix]");
  const drawer = document.getElementById("matrix-drawer");
  if (!grid || !drawer) return;

  // ---- the table becomes a grid: rows of cells, one of them reachable by Tab (WAI-ARIA, pattern "data grid")
  const rows = [...grid.rows].map((row) => [...row.cells]);
  const links = (cell) => [...cell.querySelectorAll("a")];
  let here = null;

  const role = (part, name) => part.setAttribute("role", name);
  role(grid, "grid");
  grid.setAttribute("aria-readonly", "true");
  grid.setAttribute("aria-describedby", "matrix-keys");
  document.getElementById("matrix-keys")?.removeAttribute("hidden");
  [grid.tHead, ...grid.tBodies].forEach((part) => role(part, "rowgroup"));
  [...grid.rows].forEach((row) => role(row, "row"));
  rows.flat().forEach((cell) => {
    role(cell, cell.tagName === "TD" ? "gridcell" : cell.scope === "col" ? "columnheader" : "rowheader");
    cell.tabIndex = -1;
    if (cell.dataset.says) cell.setAttribute("aria-label", cell.dataset.says);
    links(cell).forEach((link) => { link.tabIndex = -1; });
  });
  const board = grid.closest("[tabindex]"); // the scrolling region: the grid inside is the stop now
  board?.removeAttribute("tabindex");

  const stand = (cell, focus = true) => {
    if (!cell) return;
    if (here) here.tabIndex = -1;
    here = cell;
    here.tabIndex = 0;
    if (focus) {
      here.focus();
      here.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  };
  stand(rows[0][0], false);

  const place = (cell) => {
    const row = rows.findIndex((cells) => cells.includes(cell));
    return [row, rows[row].indexOf(cell)];
  };
  const at = (row, column) => {
    const cells = rows[Math.max(0, Math.min(rows.length - 1, row))];
    return cells[Math.max(0, Math.min(cells.length - 1, column))];
  };
  let wanted = 0; // the column one came from, kept while passing a category's single cell

  const MOVES = {
    ArrowRight: (row, column) => at(row, column + 1),
    ArrowLeft: (row, column) => at(row, column - 1),
    ArrowDown: (row) => at(row + 1, wanted),
    ArrowUp: (row) => at(row - 1, wanted),
    PageDown: (row) => at(row + 6, wanted),
    PageUp: (row) => at(row - 6, wanted),
    Home: (row, column, all) => (all ? at(0, 0) : at(row, 0)),
    End: (row, column, all) => (all ? at(rows.length - 1, Infinity) : at(row, Infinity)),
  };

  grid.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td, th");
    if (!cell || event.altKey || event.metaKey) return;
    const [row, column] = place(cell);
    if (rows[row].length > 1) wanted = column;
    if (event.key === "Enter" && event.target === cell) {
      event.preventDefault();
      links(rows[row][0])[0]?.click();
    } else if (MOVES[event.key]) {
      event.preventDefault();
      stand(MOVES[event.key](row, column, event.ctrlKey));
      const [, now] = place(here);
      if (rows[place(here)[0]].length > 1) wanted = now;
    }
  });
  grid.addEventListener("click", (event) => {
    const cell = event.target.closest("td, th");
    if (cell && !event.target.closest("a")) stand(cell);
    else if (cell && event.isTrusted) stand(cell, false); // Enter in a cell follows the link, and comes back to the cell
  });
  grid.addEventListener("focusin", (event) => {
    const cell = event.target.closest("td, th");
    if (cell && cell !== here) stand(cell, false);
  });

  // ---- the drawer: opened by htmx, focus goes in; Escape or Close brings it back to the cell
  const close = () => {
    drawer.hidden = true;
    drawer.replaceChildren();
    here?.focus();
  };
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== drawer) return;
    drawer.hidden = false;
    drawer.querySelector("h2")?.focus();
    drawer.scrollTop = 0;
  });
  drawer.addEventListener("click", (event) => {
    if (event.target.closest("[data-drawer-close]")) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !drawer.hidden) close();
  });
})();
