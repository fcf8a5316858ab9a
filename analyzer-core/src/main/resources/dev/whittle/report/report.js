'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const isScan = data.kind === 'scan';
  const $ = id => document.getElementById(id);
  const COLOURS = 12;
  const ROWS = 200;

  // ---- small helpers

  function el(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
      else if (value !== false && value !== undefined) node.setAttribute(key, value === true ? '' : value);
    }
    node.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
    return node;
  }
  function svg(tag, attributes) {
    const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value);
    return node;
  }
  /** Powers of ten, as on the command line. */
  function size(bytes) {
    if (bytes < 1000) return bytes + ' B';
    const units = ['kB', 'MB', 'GB', 'TB'];
    let value = bytes / 1000, unit = 0;
    while (value >= 999.995 && unit < units.length - 1) { value /= 1000; unit++; }
    return value.toFixed(unit === 0 ? 1 : 2) + ' ' + units[unit];
  }
  const count = (number, noun) => number.toLocaleString('en') + ' '
    + (number === 1 ? noun : noun.endsWith('y') ? noun.slice(0, -1) + 'ies' : noun + 's');
  const nameOf = path => path.slice(path.lastIndexOf('/') + 1) || '/';

  // ---- the model: files, who asks for them, and what they ask for

  const KINDS = ['file', 'directory', 'link', 'special file', 'several files'];
  const SCAN_KINDS = ['program', 'library', 'other ELF file'];
  const groups = isScan ? SCAN_KINDS : data.groups;
  const files = isScan
    ? data.files.map(([path, kind, bytes, needs], id) => ({id, path, type: 0, size: bytes, group: kind, reasons: [], out: needs, in: []}))
    : data.entries.map(([path, type, bytes, group, reasons, more], id) => ({id, path, type, size: bytes, group, more, out: [], in: [],
        reasons: reasons.map(([kind, detail, because]) => ({kind, detail: data.details[detail], because}))}));
  const byPath = new Map(files.map(file => [file.path, file]));
  if (isScan) {
    files.forEach(file => file.out.forEach(to => { if (to !== file.id) files[to].in.push({id: file.id, detail: 'needs it'}); }));
  } else {
    files.forEach(file => file.reasons.forEach(reason => {
      if (reason.because >= 0 && reason.because !== file.id) {
        file.in.push({id: reason.because, detail: reason.detail});
        const out = files[reason.because].out;
        if (out[out.length - 1] !== file.id) out.push(file.id);
      }
    }));
  }
  const findingsOf = new Map();
  if (isScan) {
    data.findings.forEach(([rule, level, path, message]) => {
      if (!findingsOf.has(path)) findingsOf.set(path, []);
      findingsOf.get(path).push({rule: data.rules[rule], level, message});
    });
  }
  const bytesOfGroup = groups.map(() => 0);
  files.forEach(file => { if (file.type === 0 || file.type === 4) bytesOfGroup[file.group] += file.size; });
  const rank = groups.map((_, id) => id).sort((a, b) => bytesOfGroup[b] - bytesOfGroup[a]);
  const colourOf = groups.map(() => 0);
  rank.forEach((group, place) => { colourOf[group] = Math.min(place, COLOURS - 1); });
  const colour = group => group < 0 ? 'var(--dropped)' : `var(--c${colourOf[group]})`;
  const droppedBytes = isScan ? 0 : data.dropped.reduce((sum, [, names, , more]) => {
    for (let i = 1; i < names.length; i += 2) sum += names[i];
    return sum + more;
  }, 0);

  /** A way from what was asked for down to a file: what is kept for no other file comes first. */
  function chain(file) {
    const before = new Map([[file.id, -1]]);
    const queue = [file];
    while (queue.length) {
      const at = queue.shift();
      const first = at.reasons.find(reason => reason.because < 0 && reason.kind !== 'par' && reason.kind !== 'lin');
      if (first || at.in.length === 0) {
        const way = [];
        for (let id = at.id; id >= 0; id = before.get(id)) way.push(files[id]);
        return way;
      }
      for (const {id} of at.in) if (!before.has(id)) { before.set(id, at.id); queue.push(files[id]); }
    }
    return [file];
  }

  /** What would not be kept without a file: whatever no way reaches that does not lead through it. */
  function onlyBecauseOf(file) {
    const reached = new Uint8Array(files.length);
    const stack = files.filter(its => its !== file && its.reasons.some(reason => reason.because < 0));
    stack.forEach(its => { reached[its.id] = 1; });
    while (stack.length) {
      for (const id of stack.pop().out) {
        if (!reached[id] && id !== file.id) { reached[id] = 1; stack.push(files[id]); }
      }
    }
    const lost = files.filter(its => its !== file && !reached[its.id] && (its.type === 0 || its.type === 4));
    return {files: lost, bytes: lost.reduce((sum, its) => sum + its.size, 0)};
  }

  /** A program's own bytes and those of all that it needs. */
  function closure(file) {
    const seen = new Set([file.id]);
    const stack = [file];
    let bytes = 0;
    while (stack.length) {
      const at = stack.pop();
      bytes += at.size;
      for (const id of at.out) if (!seen.has(id)) { seen.add(id); stack.push(files[id]); }
    }
    return {bytes, libraries: seen.size - 1};
  }

  // ---- state

  const state = {mode: 'directory', focus: '', chosen: null, group: -1, query: '', sort: 'size', shown: ROWS, trail: []};

  // ---- overview

  function overview() {
    const subtitle = isScan ? data.source
      : data.source + (data.destination ? ' → ' + (data.newName ? data.newName + ' in ' : '') + data.destination : ' (nothing written)');
    $('title').textContent = isScan ? 'Scan of ' + data.source : data.name;
    $('subtitle').textContent = isScan ? `${count(data.seen, 'file')} seen, ${count(files.length, 'ELF file')}` : subtitle;
    document.title = $('title').textContent + ' – Whittle';
    const verdict = $('verdict');
    if (isScan) {
      const [errors, warnings] = data.counts;
      verdict.textContent = errors + warnings === 0 ? 'OK' : [errors && count(errors, 'error'), warnings && count(warnings, 'warning')].filter(Boolean).join(', ');
      verdict.classList.add(errors ? 'bad' : warnings ? 'warn' : 'good');
      const programs = files.filter(file => file.group === 0).length;
      $('overview').append(
        tile(programs.toLocaleString('en'), 'programs', 'wide'), tile(files.filter(file => file.group === 1).length.toLocaleString('en'), 'libraries'),
        tile(size(files.reduce((sum, file) => sum + file.size, 0)), 'in ELF files'), tile(data.counts.reduce((a, b) => a + b, 0).toLocaleString('en'), 'findings'));
      return;
    }
    const problems = data.problems.length, open = data.undetermined.length;
    verdict.textContent = problems ? count(problems, 'problem') : open ? `OK, ${count(open, 'thing')} not determined` : 'OK';
    verdict.classList.add(problems ? 'bad' : open ? 'warn' : 'good');
    const s = data.sizes;
    const bars = el('div', {class: 'sizes'});
    const widest = Math.max(s.before || 0, s.after, 1);
    const bar = (label, bytes, now) => bars.append(el('span', {}, label),
      el('i', {style: `width:${100 * bytes / widest}%`, class: now ? 'now' : ''}), el('em', {}, size(bytes)));
    if (s.before) bar('before', s.before, false);
    bar('now', s.after, true);
    if (s.before) bars.append(el('span', {class: 'less'}, s.after < s.before ? `${Math.round(100 - 100 * s.after / s.before)}% less, as Docker counts` : 'as Docker counts'));
    $('overview').append(el('div', {class: 'card wide'}, bars),
      tile(s.filesBefore ? `${s.filesAfter.toLocaleString('en')} of ${s.filesBefore.toLocaleString('en')}` : s.filesAfter.toLocaleString('en'), 'files kept'),
      s.storedAfter === undefined ? tile(size(droppedBytes), 'dropped') : tile(size(s.storedAfter), s.storedBefore ? `stored; ${size(s.storedBefore)} before` : 'stored'),
      tile(data.programs.length.toLocaleString('en'), data.programs.length === 1 ? 'program with its libraries' : 'programs with their libraries'));
  }
  const tile = (value, label, more) => el('div', {class: 'card tile ' + (more || '')}, el('b', {}, value), el('span', {}, label));

  function findings() {
    const box = $('findings');
    const list = (title, lines, kind) => lines.length && box.append(el('details', {class: 'finding ' + kind, open: kind === 'warn-line' && lines.length <= 8},
      el('summary', {}, title), el('ul', {}, lines.map(line => el('li', {}, line)))));
    if (isScan) {
      const byRule = new Map();
      data.findings.forEach(finding => {
        const key = finding[1] + finding[0];
        if (!byRule.has(key)) byRule.set(key, []);
        byRule.get(key).push(finding);
      });
      [...byRule.values()].forEach(all => {
        const [rule, level] = all[0];
        const [id, says] = data.rules[rule];
        const shown = all.slice(0, 100);
        box.append(el('details', {class: 'finding ' + (level === 'error' ? '' : level === 'warning' ? 'warn-line' : 'note-line'), open: level === 'error' && all.length <= 20},
          el('summary', {}, `${level}: ${says} (${id}, ${all.length.toLocaleString('en')})`),
          el('ul', {}, shown.map(([, , path, message]) => el('li', {}, fileButton(path), ': ' + message))),
          all.length > shown.length && el('p', {class: 'more'}, `and ${(all.length - shown.length).toLocaleString('en')} more; the search finds them`)));
      });
      return;
    }
    data.problems.forEach(([what, fix]) => box.append(el('div', {class: 'finding'}, el('p', {}, el('strong', {}, 'Problem: '), what),
      fix && el('p', {}, el('strong', {}, 'Fix: '), fix))));
    list(`${count(data.undetermined.length, 'thing')} that only a run can determine`, data.undetermined, 'warn-line');
    list(count(data.notes.length, 'note'), data.notes, 'note-line');
  }

  function fileButton(path, label) {
    const file = byPath.get(path);
    return file ? el('button', {type: 'button', class: 'link path', onclick: () => choose(file, true)}, label || path) : el('span', {class: 'path'}, label || path);
  }

  // ---- the tree map

  const MODES = isScan ? [['directory', 'By directory'], ['reason', 'By kind']]
    : [['directory', 'Kept, by directory'], ['reason', 'Kept, by reason'], ['all', 'Kept and dropped']];

  function insert(root, path, leaf) {
    let at = root;
    const parts = path.split('/').filter(Boolean);
    for (let i = 0; i < parts.length - 1; i++) {
      let next = at.index.get(parts[i]);
      if (!next) { next = {name: parts[i], children: [], index: new Map()}; at.index.set(parts[i], next); at.children.push(next); }
      at = next;
    }
    at.children.push(Object.assign(leaf, {name: parts[parts.length - 1] || path}));
  }
  function tree() {
    const root = {name: '', children: [], index: new Map()};
    files.forEach(file => {
      if ((file.type !== 0 && file.type !== 4) || file.size === 0) return;
      insert(root, (state.mode === 'reason' ? '/' + groups[file.group].replaceAll('/', '∕') : '') + file.path, {file, size: file.size, group: file.group});
    });
    if (state.mode === 'all') {
      data.dropped.forEach(([directory, names, more, bytes]) => {
        const base = directory === '/' ? '' : directory;
        for (let i = 0; i < names.length; i += 2) if (names[i + 1]) insert(root, base + '/' + names[i], {path: base + '/' + names[i], size: names[i + 1], group: -1});
        if (bytes) insert(root, `${base}/(${more} more)`, {path: `${base}/(${more} more files)`, size: bytes, group: -1});
      });
    }
    return root;
  }
  let whole = null, drawn = '';
  function focused() {
    let at = whole;
    for (const part of state.focus.split('/').filter(Boolean)) {
      const next = at.index && at.index.get(part);
      if (!next) break;
      at = next;
    }
    return at;
  }

  function drawMap() {
    if (drawn !== state.mode) { whole = tree(); drawn = state.mode; }
    const at = focused();
    const box = $('map');
    const width = Math.max(300, box.clientWidth), height = box.clientHeight || 460;
    const hierarchy = d3.hierarchy(at).sum(node => node.children ? 0 : node.size).sort((a, b) => b.value - a.value);
    d3.treemap().size([width, height]).paddingOuter(1).paddingInner(1).paddingTop(node => node.depth && node.x1 - node.x0 > 34 && node.y1 - node.y0 > 26 ? 17 : 0)(hierarchy);
    const picture = svg('svg', {viewBox: `0 0 ${width} ${height}`, role: 'presentation'});
    let first = true;
    (function draw(node) {
      const w = node.x1 - node.x0, h = node.y1 - node.y0;
      if (w < 1.5 || h < 1.5) return;
      if (node.depth > 0) {
        const isLeaf = !node.children, its = node.data;
        const group = svg('g', {class: isLeaf ? 'leaf' : 'dir'});
        const text = `${pathOf(node)}, ${size(node.value)}` + (isLeaf ? ', ' + (its.group < 0 ? 'dropped' : (isScan ? '' : 'kept for ') + groups[its.group]) : `, directory with ${count(node.leaves().length, 'file')}`);
        const rect = svg('rect', {x: node.x0, y: node.y0, width: w, height: h});
        if (isLeaf) rect.style.fill = colour(its.group);
        const title = svg('title');
        title.textContent = text;
        group.append(rect, title);
        if (isLeaf && isDim(its)) group.classList.add('dim');
        if (isLeaf && its.file && its.file === state.chosen) group.classList.add('chosen');
        if (w > 40 && h > 15) {
          const label = svg('text', {x: node.x0 + 4, y: node.y0 + 13});
          const room = Math.floor((w - 8) / 6.4);
          const name = isLeaf || h < 60 ? its.name : `${its.name}/  ${size(node.value)}`;
          label.textContent = name.length > room ? name.slice(0, Math.max(1, room - 1)) + '…' : name;
          group.append(label);
          if (isLeaf && h > 32 && w > 60) {
            const bytes = svg('text', {x: node.x0 + 4, y: node.y0 + 27});
            bytes.textContent = size(node.value);
            group.append(bytes);
          }
        }
        if (node.depth === 1 || isLeaf && w * h > 500) {
          group.setAttribute('tabindex', first ? '0' : '-1');
          group.setAttribute('role', 'button');
          group.setAttribute('aria-label', text);
          first = false;
        }
        const open = () => isLeaf ? its.file ? choose(its.file, false) : chooseDropped(its) : zoom(relative(node));
        group.addEventListener('click', event => { event.stopPropagation(); open(); });
        group.open = open;
        picture.append(group);
      }
      (node.children || []).forEach(draw);
    })(hierarchy);
    box.replaceChildren(picture);
    if (!hierarchy.value) box.replaceChildren(el('p', {class: 'muted'}, 'Nothing here has a size.'));
    crumbs();
    mapTable(hierarchy);
  }
  const relative = node => state.focus + '/' + node.ancestors().reverse().slice(1).map(its => its.data.name).join('/');
  const pathOf = node => node.data.file ? node.data.file.path : node.data.path || relative(node);
  const isDim = leaf => (state.group >= 0 && leaf.group !== state.group)
    || (state.query !== '' && !(leaf.file ? matches(leaf.file) : leaf.path.toLowerCase().includes(state.query)));

  function zoom(path) {
    state.focus = path;
    drawMap();
    const target = $('map').querySelector('[tabindex="0"]');
    if (target && document.activeElement === document.body) target.focus({preventScroll: true});
  }
  function crumbs() {
    const parts = state.focus.split('/').filter(Boolean);
    const nav = [el('button', {type: 'button', class: 'link', onclick: () => zoom('')}, isScan || state.mode !== 'reason' ? '/' : 'all reasons')];
    parts.forEach((part, i) => nav.push(el('span', {class: 'muted'}, i ? '/' : ''), i === parts.length - 1 ? el('strong', {class: 'path'}, part)
      : el('button', {type: 'button', class: 'link path', onclick: () => zoom('/' + parts.slice(0, i + 1).join('/'))}, part)));
    $('crumbs').replaceChildren(...nav);
  }
  function mapTable(hierarchy) {
    const rows = (hierarchy.children || []).slice(0, 300).map(node => el('tr', {},
      el('td', {}, node.children ? el('button', {type: 'button', class: 'link path', onclick: () => zoom(relative(node))}, node.data.name + '/')
        : node.data.file ? fileButton(node.data.file.path, node.data.name) : el('span', {class: 'path'}, node.data.name)),
      el('td', {}, node.children ? count(node.leaves().length, 'file') : node.data.group < 0 ? 'dropped' : groups[node.data.group]),
      el('td', {class: 'number'}, size(node.value))));
    $('map-table').querySelector('.scroll').replaceChildren(el('table', {}, el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, 'Name'),
      el('th', {scope: 'col'}, isScan ? 'Kind' : 'Kept for'), el('th', {scope: 'col', class: 'number'}, 'Size'))), el('tbody', {}, rows)));
  }
  function mapKeys(event) {
    const all = [...$('map').querySelectorAll('[role="button"]')];
    const at = document.activeElement;
    if (event.key === 'Enter' || event.key === ' ') { if (at.open) { event.preventDefault(); at.open(); } return; }
    if (event.key === 'Backspace' || event.key === 'Escape') {
      if (state.focus) { event.preventDefault(); zoom(state.focus.slice(0, state.focus.lastIndexOf('/'))); const to = $('map').querySelector('[tabindex="0"]'); if (to) to.focus(); }
      return;
    }
    const direction = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1]}[event.key];
    if (!direction || !all.includes(at)) return;
    event.preventDefault();
    const centre = node => { const r = node.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; };
    const [x, y] = centre(at);
    let best = null, least = Infinity;
    all.forEach(node => {
      if (node === at) return;
      const [nx, ny] = centre(node);
      const along = (nx - x) * direction[0] + (ny - y) * direction[1];
      const across = Math.abs((nx - x) * direction[1]) + Math.abs((ny - y) * direction[0]);
      if (along > 1 && along + 2 * across < least) { least = along + 2 * across; best = node; }
    });
    if (best) { at.setAttribute('tabindex', '-1'); best.setAttribute('tabindex', '0'); best.focus(); }
  }

  function legend() {
    const items = rank.filter(group => bytesOfGroup[group] > 0).map(group => el('li', {}, el('button', {type: 'button', 'aria-pressed': String(state.group === group),
      onclick: () => { state.group = state.group === group ? -1 : group; state.shown = ROWS; legend(); drawMap(); table(); }},
      el('span', {class: 'swatch', style: `background:${colour(group)}`}), `${groups[group]} ${size(bytesOfGroup[group])}`)));
    if (state.mode === 'all' && droppedBytes) items.push(el('li', {}, el('span', {class: 'swatch', style: 'background:var(--dropped)'}), ` dropped ${size(droppedBytes)}`));
    $('legend').replaceChildren(...items);
  }
  function modes() {
    $('modes').replaceChildren(...MODES.map(([mode, label]) => el('button', {type: 'button', role: 'radio', 'aria-checked': String(mode === state.mode), 'data-mode': mode,
      onclick: () => { state.mode = mode; state.focus = ''; modes(); legend(); drawMap(); }}, label)));
  }

  // ---- one file

  function choose(file, scroll) {
    if (state.chosen && state.chosen !== file) state.trail.push(state.chosen);
    show(file);
    if (scroll) $('graph').scrollIntoView({block: 'nearest'});
  }
  function show(file) {
    state.chosen = file;
    history.replaceState(null, '', '#' + encodeURI(file.path));
    $('back').disabled = state.trail.length === 0;
    detail(file);
    walk(file);
    drawMap();
    table();
  }
  function chooseDropped(leaf) {
    $('detail').replaceChildren(el('h2', {class: 'path'}, leaf.path), el('dl', {}, el('dt', {}, 'Size'), el('dd', {}, size(leaf.size))),
      el('p', {}, 'Dropped: nothing that the image starts was found to need it.'),
      el('p', {class: 'muted'}, 'To keep it: ', el('code', {}, '--include ' + leaf.path)));
  }
  function detail(file) {
    const facts = el('dl', {});
    const fact = (key, ...value) => facts.append(el('dt', {}, key), el('dd', {}, ...value));
    fact('Type', isScan ? SCAN_KINDS[file.group] : KINDS[file.type] + (file.type === 2 ? ' to ' + file.more : file.type === 4 ? ` (${file.more})` : ''));
    if (file.type === 0 || file.type === 4) fact('Size', `${size(file.size)} (${file.size.toLocaleString('en')} bytes)`);
    const parts = [el('h2', {class: 'path'}, file.path), facts];
    if (isScan) {
      const whole = closure(file);
      fact('With all that it needs', `${size(whole.bytes)}, ${count(whole.libraries, 'more file')}`);
      const found = findingsOf.get(file.path) || [];
      if (found.length) parts.push(el('h3', {}, 'Findings'), el('ul', {}, found.map(its => el('li', {}, `${its.level}: ${its.message} (${its.rule[0]})`))));
    } else {
      fact('Kept for', el('span', {class: 'swatch', style: `background:${colour(file.group)}`}), ' ' + groups[file.group]);
      const program = data.programs.find(([id]) => id === file.id);
      if (program) fact('With its libraries', `${size(program[1])}, ${count(program[2], 'more file')}`);
      const only = onlyBecauseOf(file);
      if (only.files.length) fact('Only because of it', `${count(only.files.length, 'file')}, ${size(only.bytes)}`);
      const way = chain(file);
      parts.push(el('h3', {}, 'Why it is kept'), el('ol', {}, way.map((step, i) => {
        const above = i ? way[i - 1].id : -1;
        const reason = step.reasons.find(its => its.because === above) || step.reasons[0];
        return el('li', {}, step === file ? el('strong', {class: 'path'}, step.path) : fileButton(step.path), ': ' + (reason ? reason.detail : ''));
      })));
      if (file.reasons.length > 1) parts.push(el('h3', {}, 'All its reasons'), el('ul', {}, file.reasons.map(reason => el('li', {}, reason.detail))));
    }
    $('detail').replaceChildren(...parts);
  }
  function box(id, note) {
    const file = files[id];
    return el('li', {}, el('button', {type: 'button', class: 'box', style: `border-left-color:${colour(file.group)}`, onclick: () => choose(file, false)},
      el('span', {class: 'path'}, file.path), el('small', {}, [file.size ? size(file.size) : '', note].filter(Boolean).join(' · '))));
  }
  function walk(file, all) {
    const few = all ? Infinity : 9;
    const parents = [], seen = new Set();
    file.in.forEach(({id, detail}) => { if (!seen.has(id)) { seen.add(id); parents.push({id, detail}); } });
    parents.sort((a, b) => files[b.id].size - files[a.id].size);
    const children = [...new Set(file.out)].filter(id => id !== file.id).sort((a, b) => files[b].size - files[a].size);
    const more = list => list.length > few + 1 ? el('li', {}, el('button', {type: 'button', class: 'link more', onclick: () => walk(file, true)}, `and ${list.length - few} more`)) : null;
    const cut = list => list.length > few + 1 ? list.slice(0, few) : list;
    const first = file.reasons.filter(reason => reason.because < 0).map(reason => el('li', {}, el('div', {class: 'box'}, reason.detail, el('small', {}, 'asked for from outside'))));
    const left = el('ul', {class: 'left', 'aria-label': 'Asks for it'}, first, cut(parents).map(({id, detail}) => box(id, isScan ? '' : detail)), more(parents),
      !first.length && !parents.length && el('li', {class: 'more'}, 'No other file asks for it.'));
    const middle = el('ul', {'aria-label': 'The selected file'}, el('li', {}, el('div', {class: 'box middle', style: `border-left-color:${colour(file.group)}`},
      el('span', {class: 'path'}, file.path), el('small', {}, size(file.size)))));
    const right = el('ul', {class: 'right', 'aria-label': 'It asks for'}, cut(children).map(id => box(id, '')), more(children),
      !children.length && el('li', {class: 'more'}, 'It asks for nothing.'));
    const lines = svg('svg', {'aria-hidden': 'true'});
    const area = $('walk');
    area.replaceChildren(lines, left, middle, right);
    const origin = area.getBoundingClientRect(), centre = middle.querySelector('.box').getBoundingClientRect();
    const line = (x1, y1, x2, y2) => lines.append(svg('path', {d: `M${x1},${y1}C${(x1 + x2) / 2},${y1} ${(x1 + x2) / 2},${y2} ${x2},${y2}`}));
    left.querySelectorAll('.box').forEach(node => { const r = node.getBoundingClientRect();
      line(r.right - origin.x, r.y + r.height / 2 - origin.y, centre.x - origin.x, centre.y + centre.height / 2 - origin.y); });
    right.querySelectorAll('.box').forEach(node => { const r = node.getBoundingClientRect();
      line(centre.right - origin.x, centre.y + centre.height / 2 - origin.y, r.x - origin.x, r.y + r.height / 2 - origin.y); });
  }

  // ---- tables

  const matches = file => file.path.toLowerCase().includes(state.query) || groups[file.group].toLowerCase().includes(state.query)
    || file.reasons.some(reason => reason.detail.toLowerCase().includes(state.query))
    || (isScan && (findingsOf.get(file.path) || []).some(its => its.message.toLowerCase().includes(state.query)));

  function table() {
    const found = files.filter(file => (state.group < 0 || file.group === state.group) && (state.query === '' || matches(file)));
    const by = {size: (a, b) => b.size - a.size || (a.path < b.path ? -1 : 1), path: (a, b) => a.path < b.path ? -1 : 1, group: (a, b) => groups[a.group].localeCompare(groups[b.group]) || b.size - a.size}[state.sort];
    const shown = found.sort(by).slice(0, state.shown);
    const head = (key, label, number) => el('th', {scope: 'col', class: number ? 'number' : '', 'aria-sort': state.sort === key ? (key === 'size' ? 'descending' : 'ascending') : 'none'},
      el('button', {type: 'button', onclick: () => { state.sort = key; table(); }}, label + (state.sort === key ? (key === 'size' ? ' ↓' : ' ↑') : '')));
    const dropped = isScan || state.query === '' ? [] : data.dropped.flatMap(([directory, names]) => {
      const all = [];
      for (let i = 0; i < names.length; i += 2) { const path = (directory === '/' ? '' : directory) + '/' + names[i]; if (path.toLowerCase().includes(state.query)) all.push([path, names[i + 1]]); }
      return all;
    });
    $('files').replaceChildren(
      el('div', {class: 'bar'}, el('h2', {id: 'files-title'}, 'Files'), el('p', {class: 'muted', role: 'status', id: 'found'},
        state.query || state.group >= 0 ? `${count(found.length, isScan ? 'file' : 'kept path')} found` + (dropped.length ? `, ${count(dropped.length, 'dropped file')}` : '') : count(files.length, isScan ? 'ELF file' : 'kept path'))),
      el('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Files', style: 'max-height:460px'}, el('table', {}, el('thead', {}, el('tr', {}, head('path', 'Path'), head('group', isScan ? 'Kind' : 'Kept for'), el('th', {scope: 'col'}, isScan ? 'Findings' : 'First reason'), head('size', 'Size', true))),
        el('tbody', {}, shown.map(file => el('tr', {class: file === state.chosen ? 'chosen' : ''}, el('td', {}, fileButton(file.path)), el('td', {}, groups[file.group]),
          el('td', {class: 'muted'}, isScan ? String((findingsOf.get(file.path) || []).length || '') : file.reasons.length ? file.reasons[0].detail : ''), el('td', {class: 'number'}, file.type === 0 || file.type === 4 ? size(file.size) : ''))),
          dropped.slice(0, 100).map(([path, bytes]) => el('tr', {}, el('td', {class: 'path'}, path), el('td', {}, 'dropped'), el('td', {class: 'muted'}, ''), el('td', {class: 'number'}, size(bytes))))))),
      found.length > shown.length && el('p', {}, el('button', {type: 'button', class: 'link', onclick: () => { state.shown += 1000; table(); }}, `Show more of ${found.length.toLocaleString('en')}`)) || '');
  }
  function programs() {
    const rows = isScan
      ? files.filter(file => file.group === 0).map(file => ({file, ...closure(file)}))
      : data.programs.map(([id, bytes, libraries]) => ({file: files[id], bytes, libraries}));
    rows.sort((a, b) => b.bytes - a.bytes);
    const section = $('programs');
    if (!rows.length) { section.hidden = true; return; }
    const draw = limit => section.replaceChildren(el('div', {class: 'bar'}, el('h2', {id: 'programs-title'}, isScan ? 'Programs with their libraries' : 'Programs and libraries, with all that the loader opens for them')),
      el('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Programs'}, el('table', {}, el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, 'Program'), el('th', {scope: 'col', class: 'number'}, 'Files it needs'), el('th', {scope: 'col', class: 'number'}, 'Own size'), el('th', {scope: 'col', class: 'number'}, 'With all'))),
        el('tbody', {}, rows.slice(0, limit).map(({file, bytes, libraries}) => el('tr', {}, el('td', {}, fileButton(file.path)), el('td', {class: 'number'}, String(libraries)), el('td', {class: 'number'}, size(file.size)), el('td', {class: 'number'}, size(bytes))))))),
      rows.length > limit ? el('p', {}, el('button', {type: 'button', class: 'link', onclick: () => draw(Infinity)}, `Show all ${rows.length.toLocaleString('en')}`)) : '');
    draw(ROWS);
  }
  function packages() {
    if (isScan || !data.packages.length) return;
    const section = $('packages');
    section.hidden = false;
    const kept = data.packages.filter(its => its[3]).length;
    const matching = data.packages.filter(([, name]) => state.query === '' || name.toLowerCase().includes(state.query));
    section.replaceChildren(el('div', {class: 'bar'}, el('h2', {id: 'packages-title'}, 'Packages'), el('p', {class: 'muted'}, `${kept} of ${data.packages.length} kept`)),
      el('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Packages'}, el('table', {}, el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, 'Package'), el('th', {scope: 'col'}, 'Version'), el('th', {scope: 'col'}, 'State'), el('th', {scope: 'col', class: 'number'}, 'Files kept'), el('th', {scope: 'col', class: 'number'}, 'Files dropped'))),
        el('tbody', {}, matching.map(([type, name, version, isKept, have, missing]) => el('tr', {}, el('td', {}, name, ' ', el('span', {class: 'muted'}, type)), el('td', {}, version),
          el('td', {}, !isKept ? 'dropped' : missing ? 'kept in part' : 'kept'), el('td', {class: 'number'}, isKept ? String(have) : ''), el('td', {class: 'number'}, isKept ? String(missing) : '')))))));
  }

  // ---- the whole page

  overview();
  findings();
  modes();
  legend();
  programs();
  packages();
  $('footer').textContent = `Made by whittle ${data.version}. This page holds all its data and loads nothing.`
    + (isScan && data.findingsLeftOut ? ` ${data.findingsLeftOut.toLocaleString('en')} more findings are left out; --format json has them.` : '');
  $('map').addEventListener('keydown', mapKeys);
  $('back').addEventListener('click', () => { const file = state.trail.pop(); if (file) show(file); });
  let waiting = 0;
  $('search').addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { state.query = $('search').value.trim().toLowerCase(); state.shown = ROWS; drawMap(); table(); packages(); }, 120);
  });
  $('search').addEventListener('keydown', event => {
    if (event.key !== 'Enter') return;
    state.query = $('search').value.trim().toLowerCase();
    const best = files.filter(matches).sort((a, b) => (nameOf(b.path).toLowerCase() === state.query) - (nameOf(a.path).toLowerCase() === state.query) || b.size - a.size)[0];
    if (best) choose(best, true);
  });
  document.addEventListener('keydown', event => {
    if (event.key === '/' && !/^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName)) { event.preventDefault(); $('search').focus(); }
  });
  $('theme').addEventListener('click', () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
  });
  let resizing = 0;
  addEventListener('resize', () => { clearTimeout(resizing); resizing = setTimeout(() => { drawMap(); if (state.chosen) walk(state.chosen); }, 100); });
  const wanted = decodeURI(location.hash.slice(1));
  const start = byPath.get(wanted)
    || (isScan ? files.filter(file => file.group === 0).map(file => ({file, bytes: closure(file).bytes})).sort((a, b) => b.bytes - a.bytes).map(its => its.file)[0]
      : files.filter(file => file.reasons.some(reason => reason.kind === 'sta' || reason.kind === 'req') && file.type === 0).sort((a, b) => b.size - a.size)[0])
    || files.slice().sort((a, b) => b.size - a.size)[0];
  if (start) show(start);
  else { drawMap(); table(); $('detail').textContent = 'Nothing is kept.'; }
  document.documentElement.dataset.ready = 'true';
})();
