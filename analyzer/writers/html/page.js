"use strict";
// Makes the page's tables searchable and sortable. Everything is painted as text content, nothing as markup.
(() => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const say = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name].toLocaleString("en"));
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const anchor = (text) => text.replace(/[^A-Za-z0-9.-]/gu, (sign) => "_" + sign.codePointAt(0).toString(16) + "_");
  const PAGE = matchMedia("(max-width: 760px)").matches ? 40 : 200;
  const LONG = 280;
  const MEASURED = { count: 1, number: 1, seconds: 1 };
  const tables = {};

  const measure = (text) => text.replace(/,/g, "").split(":").reduce((sum, part) => sum * 60 + Number(part), 0);

  const compare = (kind, a, b) => {
    if (a === "" || b === "") return 0;
    if (MEASURED[kind]) return measure(a) - measure(b);
    return kind === "text" ? order.compare(a, b) : a < b ? -1 : a > b ? 1 : 0;
  };

  const sorted = (rows, get, kind, down) => {
    const empty = rows.filter((row) => get(row) === "");
    const full = rows.filter((row) => get(row) !== "");
    full.sort((a, b) => (down ? -1 : 1) * compare(kind, get(a), get(b)));
    return full.concat(empty);
  };

  const headings = (table, onSort) => {
    const cells = [...table.tHead.rows[0].cells];
    cells.forEach((cell, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.title = words.sort;
      button.append(...cell.childNodes);
      cell.append(button);
      button.addEventListener("click", () => onSort(place, cell.getAttribute("aria-sort") === "ascending"));
    });
    return (place, down) =>
      cells.forEach((cell, at) => {
        if (at === place) cell.setAttribute("aria-sort", down ? "descending" : "ascending");
        else cell.removeAttribute("aria-sort");
      });
  };

  // Tables whose rows all stand in the page: rows are moved, not painted.
  const still = (sheet) => {
    const table = sheet.querySelector("table");
    if (table.tBodies[0].rows.length < 3) return;
    const mark = headings(table, (place, down) => {
      const kind = table.tHead.rows[0].cells[place].dataset.kind;
      const rows = [...table.tBodies[0].rows];
      table.tBodies[0].append(...sorted(rows, (row) => row.cells[place].textContent, kind, down));
      mark(place, down);
    });
  };

  const live = (sheet) => {
    const table = sheet.querySelector("table");
    const facts = JSON.parse(sheet.querySelector("script").textContent);
    const get = facts.columns.map((column) => (column.v ? (row) => column.v[row] : (row) => column.d[column.i[row]]));
    const names = [...table.tHead.rows[0].cells].map((cell) => cell.dataset.name);
    const total = facts.columns.length ? (facts.columns[0].v || facts.columns[0].i).length : 0;
    const search = sheet.querySelector("input");
    const selects = [...sheet.querySelectorAll("select[data-place]")];
    const sorting = sheet.querySelector("select[data-sort]");
    const more = sheet.querySelector(".more");
    const only = sheet.querySelector(".only");
    const texts = [];
    let chosen = null;
    let sort = [-1, false];
    let shown = PAGE;
    let rows = [];

    // A number is found whether or not it is typed with its spaces.
    const text = (row) => (texts[row] ??= ((words) => words + "\n" + words.replaceAll(" ", ""))(get.map((value) => value(row)).join("\n").toLowerCase()));

    const paint = (row) => {
      const line = document.createElement("tr");
      if (facts.keys.length) line.id = facts.key + "-" + anchor(facts.keys[row]);
      get.forEach((value, place) => {
        const cell = line.insertCell();
        const told = value(row);
        if (facts.links[place] && told) {
          const links = cell.appendChild(document.createElement("span"));
          told.split(" ").forEach((entry, at) => {
            const target = facts.links[place] + "-" + anchor(entry);
            if (at) links.append(" ");
            if (!document.getElementById(target)) return links.append(entry);
            const link = document.createElement("a");
            link.href = "#" + target;
            link.textContent = entry;
            links.append(link);
          });
        } else if (told.length > LONG) {
          const long = document.createElement("div");
          long.className = "long";
          long.tabIndex = 0;
          long.textContent = told;
          cell.append(long);
        } else cell.textContent = told;
      });
      return line;
    };

    const show = () => {
      table.tBodies[0].replaceChildren(...rows.slice(0, shown).map(paint));
      const seen = Math.min(shown, rows.length);
      more.hidden = seen === rows.length;
      sheet.querySelector(".status").textContent =
        rows.length === total ? say(words.status, { shown: seen, total }) : say(words.found, { shown: seen, found: rows.length });
    };

    const choose = () => {
      const query = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
      rows = [];
      for (let row = 0; row < total; row++) {
        if (chosen && !(" " + get[chosen[0]](row) + " ").includes(" " + chosen[1] + " ")) continue;
        if (selects.some((select) => select.value && get[select.dataset.place](row) !== select.value)) continue;
        if (query.length && !query.every((word) => text(row).includes(word))) continue;
        rows.push(row);
      }
      if (sort[0] >= 0) rows = sorted(rows, get[sort[0]], facts.kinds[sort[0]], sort[1]);
      shown = PAGE;
      show();
    };

    const clear = () => {
      chosen = null;
      only.hidden = true;
      search.value = "";
      selects.forEach((select) => (select.value = ""));
    };

    const mark = headings(table, (place, down) => {
      sort = [place, down];
      sorting.value = place;
      mark(place, down);
      choose();
    });
    sorting.addEventListener("change", () => {
      sort = [Number(sorting.value), false];
      mark(...sort);
      choose();
    });
    search.addEventListener("input", choose);
    selects.forEach((select) => select.addEventListener("change", choose));
    more.addEventListener("click", () => {
      shown += PAGE;
      show();
    });
    sheet.querySelector(".reset").addEventListener("click", () => {
      clear();
      choose();
    });
    sheet.querySelector(".tools").hidden = false;
    choose();

    tables[sheet.id] = {
      only(column, value, title) {
        clear();
        chosen = [names.indexOf(column), value];
        only.textContent = say(words.only, { title });
        only.hidden = false;
        choose();
        sheet.scrollIntoView();
        sheet.querySelector(".scroll").focus({ preventScroll: true });
      },
      find(id) {
        const at = facts.keys.findIndex((key) => facts.key + "-" + anchor(key) === id);
        if (at < 0) return;
        clear();
        choose();
        shown = Math.max(PAGE, rows.indexOf(at) + 1);
        show();
      },
    };
  };

  const reveal = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (!id) return;
    if (!document.getElementById(id)) Object.values(tables).forEach((table) => table.find(id));
    const target = document.getElementById(id);
    if (!target) return;
    for (let outer = target; outer; outer = outer.parentElement) if (outer.tagName === "DETAILS") outer.open = true;
    target.scrollIntoView();
  };

  document.querySelectorAll(".sheet").forEach((sheet) => (sheet.classList.contains("live") ? live : still)(sheet));

  document.querySelectorAll("button.show").forEach((button) => {
    const table = tables[button.dataset.table];
    if (!table) return;
    button.hidden = false;
    button.addEventListener("click", () => table.only(button.dataset.column, button.dataset.value, button.dataset.title));
  });

  document.querySelectorAll("section").forEach((section) => {
    const details = [...section.querySelectorAll("details.detail")];
    if (details.length < 3) return;
    const line = document.createElement("p");
    line.className = "all screen";
    [["open", true], ["close", false]].forEach(([name, open]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words[name];
      button.addEventListener("click", () => details.forEach((detail) => (detail.open = open)));
      line.append(button, " ");
    });
    section.querySelector("h2").after(line);
  });

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    closed.forEach((detail) => (detail.open = true));
  });
  addEventListener("afterprint", () => closed.forEach((detail) => (detail.open = false)));
  addEventListener("hashchange", reveal);
  reveal();
})();
