// The only way by which text reaches the page: as text nodes and attributes, never as markup, and
// always through mask(), so that a blind review hides names wherever they are.
function h(what, attributes, ...children) {
  const [name, ...classes] = what.split('.');
  const node = document.createElement(name);
  if (classes.length) node.className = classes.join(' ');
  return fill(node, attributes, children);
}

function svg(what, attributes, ...children) {
  const [name, ...classes] = what.split('.');
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  if (classes.length) node.setAttribute('class', classes.join(' '));
  return fill(node, attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : mask(String(value)));
  }
  add(node, children);
  return node;
}

function add(node, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false || child === '') continue;
    if (Array.isArray(child)) add(node, child);
    else node.append(child instanceof Node ? child : mask(String(child)));
  }
}

function glyph(verdict, title) {
  return h('b.v.v-' + verdict.k, { title: title || verdict.w }, verdict.l);
}

// Hands `text` to the person as a file.
function download(name, type, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// "run-4be1f0c2-leaderboard.csv"
function fileName(what, extension) {
  return ['run', data.run.slice(0, 8), what].filter(Boolean).join('-') + '.' + extension;
}

function copyButton(text) {
  const button = h('button.copy', { type: 'button', onclick: copy }, 'Copy');
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(button.previousElementSibling);
      button.textContent = 'Selected: copy it';
    }
  }
  return button;
}
