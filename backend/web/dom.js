// Elements of the page. All data of users and of the server is inserted as text.

export const byId = (id) => document.getElementById(id);

/** Return a new element. Names with a hyphen are attributes, the others properties. */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-")) node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children);
  return node;
}

export function button(text, onclick, properties = {}) {
  return element("button", { type: "button", className: "small", textContent: text, onclick, ...properties });
}

/** Make these the list's children. A node in its place stays untouched: it may play, or have the focus. */
export function arrange(list, nodes) {
  const wanted = new Set(nodes);
  for (const node of [...list.children]) if (!wanted.has(node)) remove(node);
  nodes.forEach((node, index) => {
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null);
  });
}

function remove(node) {
  const hadFocus = node.contains(document.activeElement);
  node.remove();
  if (hadFocus) byId("library-heading").focus();
}

let notificationTimer;

/** Show a notification for 8 s, on the page and to screen readers. */
export function notify(sentence) {
  byId("notification").textContent = sentence;
  clearTimeout(notificationTimer);
  notificationTimer = setTimeout(() => (byId("notification").textContent = ""), 8000);
}

/** Return true if the user confirms. */
export function confirmed(question, yes) {
  const dialog = byId("question");
  byId("question-text").textContent = question;
  byId("question-yes").textContent = yes;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
