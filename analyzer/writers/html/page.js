"use strict";
// Makes the page's tables searchable and sortable, and exchanges its language. Everything is painted as text, nothing as markup.
(() => {
  const told = JSON.parse(document.getElementById("words").textContent);
  let second = false;
  let words = told.languages[0];
  const say = (sentence, values) =>
    sentence.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? values[name].toLocaleString("en") : values[name]));
  const announce = (sentence) => (document.getElementById("heard").textContent = sentence);
  const anchor = (text) => text.replace(/[^A-Za-z0-9.-]/gu, (sign) => "_" + sign.codePointAt(0).toString(16) + "_");
  const PAGE = matchMedia("(max-width: 760px)").matches ? 40 : 200;
  const LONG = 280;
  const MEASURED = { count: 1, number: 1, seconds: 1 };
  const tables = {};
  const spoken = []; // what is said again when the language changes
  const always = (task) => {
    spoken.push(task);
    task();
  };
  let order;
  always(() => (order = new Intl.Collator(words.tag, { numeric: true })));

  const measure = (text) => text.replace(/,/g, "").split(":").reduce((sum, part) => sum * 60 + Number(part), 0);

  const compare = (kind, a, b) => {
    if (MEASURED[kind]) return measure(a) - measure(b);
    return kind === "text" ? order.compare(a, b) : a < b ? -1 : a > b ? 1 : 0;
  };

  const sorted = (rows, get, kind, down) => {
    const empty = rows.filter((row) => get(row) === "");
    const full = rows.filter((row) => get(row) !== "").map((row) => [get(row), row]);
    full.sort((a, b) => (down ? -1 : 1) * compare(kind, a[0], b[0]));
    return full.map((pair) => pair[1]).concat(empty);
  };

  const headings = (table, onSort) => {
    const cells = [...table.tHead.rows[0].cells];
    const mark = (place, down) =>
      cells.forEach((cell, at) => {
        if (at === place) cell.setAttribute("aria-sort", down ? "descending" : "ascending");
        else cell.removeAttribute("aria-sort");
      });
    cells.forEach((cell, place) => {
      const button = document.createElement("button");
      button.type = "button";
      always(() => (button.title = words.sort));
      button.append(...cell.childNodes);
      cell.append(button);
      button.addEventListener("click", () => {
        const down = cell.getAttribute("aria-sort") === "ascending";
        onSort(place, down);
        mark(place, down);
        announce(say(down ? words.down : words.up, { column: button.textContent }));
      });
    });
    return mark;
  };

  // Tables whose rows all stand in the page: rows are moved, not painted.
  const still = (sheet) => {
    const table = sheet.querySelector("table");
    if (table.tBodies[0].rows.length < 3) return;
    headings(table, (place, down) => {
      const kind = table.tHead.rows[0].cells[place].dataset.kind;
      const rows = [...table.tBodies[0].rows];
      table.tBodies[0].append(...sorted(rows, (row) => row.cells[place].textContent, kind, down));
    });
  };

  const live = (sheet) => {
    const table = sheet.querySelector("table");
    const facts = JSON.parse(sheet.querySelector("script").textContent);
    // What a row holds, and how it reads in the language that is shown.
    const held = facts.columns.map((column) => (column.v ? (row) => column.v[row] : (row) => column.d[column.i[row]]));
    const get = facts.columns.map((column, place) =>
      column.o ? (row) => (second ? column.o[column.i ? column.i[row] : row] : held[place](row)) : held[place],
    );
    const key = Array.isArray(facts.keys) ? (row) => facts.keys[row] : held[facts.keys];
    const named = !Array.isArray(facts.keys) || facts.keys.length > 0;
    const names = [...table.tHead.rows[0].cells].map((cell) => cell.dataset.name);
    const total = facts.columns.length ? (facts.columns[0].i || facts.columns[0].v).length : 0;
    const search = sheet.querySelector("input");
    const selects = [...sheet.querySelectorAll("select[data-place]")];
    const sorting = sheet.querySelector("select[data-sort]");
    const more = sheet.querySelector(".more");
    const only = sheet.querySelector(".only");
    const status = sheet.querySelector(".status");
    let texts = [];
    let chosen = null;
    let sort = [-1, false];
    let shown = PAGE;
    let rows = [];

    // A number is found whether or not it is typed with its spaces.
    const text = (row) => (texts[row] ??= ((all) => all + "\n" + all.replaceAll(" ", ""))(get.map((value) => value(row)).join("\n").toLowerCase()));

    const paint = (row) => {
      const line = document.createElement("tr");
      if (named) line.id = facts.key + "-" + anchor(key(row));
      get.forEach((value, place) => {
        const cell = line.insertCell();
        const words = value(row);
        if (facts.links[place] && words) {
          const links = cell.appendChild(document.createElement("span"));
          words.split(" ").forEach((entry, at) => {
            if (at) links.append(" ");
            if (!leads(facts.links[place], entry)) return links.append(entry);
            const link = document.createElement("a");
            link.href = "#" + facts.links[place] + "-" + anchor(entry);
            link.textContent = entry;
            links.append(link);
          });
        } else if (words.length > LONG) {
          const long = document.createElement("div");
          long.className = "long";
          long.tabIndex = 0;
          long.textContent = words;
          cell.append(long);
        } else cell.textContent = words;
      });
      return line;
    };

    const show = () => {
      table.tBodies[0].replaceChildren(...rows.slice(0, shown).map(paint));
      const seen = Math.min(shown, rows.length);
      more.hidden = seen === rows.length;
      const whole = rows.length === total;
      status.textContent = whole ? say(words.status, { shown: seen, total }) : say(words.found, { shown: seen, found: rows.length, total });
      status.classList.toggle("screen", whole); // on paper it is said that rows were chosen
    };

    const choose = () => {
      const query = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
      rows = [];
      for (let row = 0; row < total; row++) {
        if (chosen && !(" " + held[chosen.place](row) + " ").includes(" " + chosen.value + " ")) continue;
        if (selects.some((select) => select.value && held[select.dataset.place](row) !== select.value)) continue;
        if (query.length && !query.every((word) => text(row).includes(word))) continue;
        rows.push(row);
      }
      if (sort[0] >= 0) rows = sorted(rows, get[sort[0]], facts.kinds[sort[0]], sort[1]);
      only.hidden = !chosen;
      if (chosen) only.textContent = say(words.only, { title: chosen.from.dataset.title });
      show();
    };

    const again = () => {
      shown = PAGE;
      choose();
    };

    const clear = () => {
      chosen = null;
      search.value = "";
      selects.forEach((select) => (select.value = ""));
    };

    const mark = headings(table, (place, down) => {
      sort = [place, down];
      sorting.value = place;
      again();
    });
    sorting.addEventListener("change", () => {
      sort = [Number(sorting.value), false];
      mark(...sort);
      again();
    });
    search.addEventListener("input", again);
    selects.forEach((select) => select.addEventListener("change", again));
    more.addEventListener("click", () => {
      const from = shown;
      shown += PAGE;
      show();
      if (more.hidden) table.tBodies[0].rows[from].scrollIntoView({ block: "nearest" }), sheet.querySelector(".scroll").focus({ preventScroll: true });
    });
    sheet.querySelector(".reset").addEventListener("click", () => {
      clear();
      again();
    });
    sheet.querySelector(".tools").hidden = false;

    spoken.push(() => {
      texts = [];
      choose();
    });
    let keys;
    tables[sheet.id] = {
      start: choose,
      holds(to, entry) {
        keys ??= new Set(named ? Array.from({ length: total }, (_, row) => key(row)) : []);
        return to === facts.key && keys.has(entry);
      },
      only(from) {
        clear();
        chosen = { place: names.indexOf(from.dataset.column), value: from.dataset.value, from };
        again();
        sheet.scrollIntoView();
        sheet.querySelector(".scroll").focus({ preventScroll: true });
      },
      find(id) {
        for (let row = 0; named && row < total; row++) {
          if (facts.key + "-" + anchor(key(row)) !== id) continue;
          clear();
          choose();
          shown = Math.max(PAGE, rows.indexOf(row) + 1);
          return show();
        }
      },
      paper(most) {
        const before = shown;
        shown = most;
        show();
        return () => {
          shown = before;
          show();
        };
      },
    };
  };

  // Whether a link has a goal: a row that some table can show, or anything that stands in the page.
  const leads = (to, entry) =>
    Object.values(tables).some((table) => table.holds(to, entry)) || document.getElementById(to + "-" + anchor(entry)) !== null;

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
  Object.values(tables).forEach((table) => table.start());

  document.querySelectorAll("button.show").forEach((button) => {
    const table = tables[button.dataset.table];
    if (!table) return;
    button.hidden = false;
    button.addEventListener("click", () => table.only(button));
  });

  document.querySelectorAll("section").forEach((section) => {
    const details = [...section.querySelectorAll("details.detail")];
    if (details.length < 3) return;
    const line = document.createElement("p");
    line.className = "all screen";
    [["open", true], ["close", false]].forEach(([name, open]) => {
      const button = document.createElement("button");
      button.type = "button";
      always(() => (button.textContent = words[name]));
      button.addEventListener("click", () => details.forEach((detail) => (detail.open = open)));
      line.append(button, " ");
    });
    section.querySelector("h2").after(line);
  });

  // The language: each place keeps its words of both.
  let places;
  const exchange = (to) => {
    if (to === second) return;
    places ??= [
      ...[...document.querySelectorAll("[data-t]")].map((place) => {
        const home = place.firstElementChild ?? place;
        const both = [home.textContent, told.second[place.dataset.t]];
        return () => (home.textContent = both[+second]);
      }),
      ...[...document.querySelectorAll("[data-ta]")].flatMap((place) =>
        place.dataset.ta.split(" ").map((pair) => {
          const [name, at] = pair.split(":");
          const both = [place.getAttribute(name), told.second[at]];
          return () => place.setAttribute(name, both[+second]);
        }),
      ),
    ];
    second = to;
    words = told.languages[+second];
    document.documentElement.lang = words.tag;
    document.documentElement.classList.toggle("second", second);
    document.querySelectorAll(".other").forEach((note) => (note.hidden = !second));
    document.querySelectorAll("figure .words").forEach((detail) => (detail.open = second));
    places.forEach((exchanged) => exchanged());
    spoken.forEach((task) => task());
  };
  const tongues = document.querySelector(".tongues");
  if (tongues) {
    const buttons = [...tongues.children];
    tongues.hidden = false;
    buttons.forEach((button, place) =>
      button.addEventListener("click", () => {
        exchange(place === 1);
        buttons.forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
      }),
    );
  }

  let after = [];
  addEventListener("beforeprint", () => {
    const closed = [...document.querySelectorAll("details:not([open])")];
    closed.forEach((detail) => (detail.open = true));
    after = [() => closed.forEach((detail) => (detail.open = false)), ...Object.values(tables).map((table) => table.paper(told.paper))];
  });
  addEventListener("afterprint", () => after.forEach((task) => task()));
  addEventListener("hashchange", reveal);
  reveal();
})();
