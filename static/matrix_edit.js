// A draft of the matrix by keyboard: arrows move, R A C I toggle, each cell is saved by itself. Without this file each activity is a form.
"use strict";

(() => {
  const grid = document.querySelector("[data-matrix-edit]");
  if (!grid) return;
  const said = document.getElementById("matrix-said");
  const counts = document.getElementById("matrix-counts");
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value
    ?? document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1] ?? "";
  const ORDER = "RACI";

  // ---- the table becomes a grid: rows of cells, one of them reachable by Tab (WAI-ARIA, pattern "data grid")
  const role = (part, name) => part.setAttribute("role", name);
  const prepare = (row) => {
    role(row, "row");
    [...row.cells].forEach((cell) => {
      role(cell, cell.tagName === "TD" ? "gridcell" : cell.scope === "col" ? "columnheader" : "rowheader");
      cell.tabIndex = -1;
      if (cell.dataset.says) cell.setAttribute("aria-label", cell.dataset.says);
      if (cell.tagName === "TD" && !cell.dataset.role) cell.setAttribute("aria-readonly", "true");
    });
  };
  role(grid, "grid");
  grid.setAttribute("aria-describedby", "matrix-keys");
  document.getElementById("matrix-keys").hidden = false;
  [grid.tHead, ...grid.tBodies].forEach((part) => role(part, "rowgroup"));
  [...grid.rows].forEach(prepare);
  grid.closest("[tabindex]")?.removeAttribute("tabindex");

  let here = null;
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
  stand(grid.querySelector("td[data-role]") ?? grid.rows[0].cells[0], false);

  const at = (row, column) => {
    const cells = grid.rows[Math.max(0, Math.min(grid.rows.length - 1, row))].cells;
    return cells[Math.max(0, Math.min(cells.length - 1, column))];
  };
  let wanted = 1; // the column one came from, kept while passing a category's single cell
  const MOVES = {
    ArrowRight: (row, column) => at(row, column + 1),
    ArrowLeft: (row, column) => at(row, column - 1),
    ArrowDown: (row) => at(row + 1, wanted),
    ArrowUp: (row) => at(row - 1, wanted),
    Home: (row, column, all) => (all ? at(0, 0) : at(row, 0)),
    End: (row, column, all) => (all ? at(grid.rows.length - 1, Infinity) : at(row, Infinity)),
  };

  // ---- saving: one cell after the other, so that each says what it found
  const say = (text, wrong = false) => {
    said.textContent = text;
    said.classList.toggle("matrix-said--wrong", wrong);
  };
  const replaced = (row, html) => {
    const made = document.createElement("tbody");
    made.innerHTML = html;
    const fresh = made.rows[0];
    if (!fresh) return row;
    const place = here?.closest("tr") === row ? here.cellIndex : -1;
    const focused = row.contains(document.activeElement);
    row.replaceWith(fresh);
    prepare(fresh);
    if (place >= 0) stand(fresh.cells[place], focused);
    return fresh;
  };
  let queue = Promise.resolve();
  let waiting = 0; // cells typed and not answered yet: who leaves now is asked first
  window.addEventListener("beforeunload", (event) => {
    if (waiting) event.preventDefault();
  });
  const save = (activity, roleCode, change) => {
    waiting += 1;
    queue = queue.then(async () => {
      const row = grid.querySelector(`tr[data-activity="${CSS.escape(activity)}"]`);
      const cell = row?.querySelector(`td[data-role="${CSS.escape(roleCode)}"]`);
      if (!cell) return;
      const was = cell.dataset.codes;
      const codes = change(was);
      if (codes === was) return;
      cell.classList.add("matrix-saving");
      say(`${grid.dataset.saving} …`);
      try {
        const body = new URLSearchParams({ activity, role: roleCode, codes, was });
        const answer = await fetch(grid.dataset.matrixEdit, {
          method: "POST", body, headers: { "X-CSRFToken": token, "HX-Request": "true" }, credentials: "same-origin",
        });
        if (!(answer.headers.get("Content-Type") ?? "").includes("json")) throw new Error(String(answer.status));
        const told = await answer.json();
        const fresh = told.row ? replaced(row, told.row) : row;
        counts.innerHTML = told.counts;
        const now = fresh.querySelector(`td[data-role="${CSS.escape(roleCode)}"]`);
        say(told.error || `${grid.dataset.saved}: ${now?.dataset.says ?? ""}`, Boolean(told.error));
      } catch {
        cell.classList.remove("matrix-saving");
        say(grid.dataset.failed, true);
      }
    }).finally(() => { waiting -= 1; });
  };
  const toggled = (letter) => (codes) => [...ORDER]
    .filter((one) => codes.includes(one) !== (one === letter)).join("");

  grid.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td, th");
    if (!cell || event.altKey || event.metaKey) return;
    const row = cell.closest("tr");
    const [y, x] = [row.rowIndex, cell.cellIndex];
    const activity = row.dataset.activity;
    const letter = event.key.toUpperCase();
    if (row.cells.length > 1) wanted = x;
    if (MOVES[event.key]) {
      event.preventDefault();
      stand(MOVES[event.key](y, x, event.ctrlKey));
      if (here.closest("tr").cells.length > 1) wanted = here.cellIndex;
    } else if (event.key === "Enter" && event.target === cell) {
      event.preventDefault();
      row.querySelector("a")?.click();
    } else if (cell.dataset.role && !event.ctrlKey && letter.length === 1 && ORDER.includes(letter)) {
      event.preventDefault();
      save(activity, cell.dataset.role, toggled(letter));
    } else if (cell.dataset.role && (event.key === "Delete" || event.key === "Backspace")) {
      event.preventDefault();
      save(activity, cell.dataset.role, () => "");
    }
  });
  grid.addEventListener("click", (event) => {
    const cell = event.target.closest("td, th");
    if (cell && !event.target.closest("a")) stand(cell);
  });
  grid.addEventListener("focusin", (event) => {
    const cell = event.target.closest("td, th");
    if (cell && cell !== here) stand(cell, false);
  });
})();
