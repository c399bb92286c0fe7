// Elements are built, never parsed: what comes from outside goes through textContent and can be no markup.

/** @typedef {Node | string | number | null | undefined | false} Child */

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element. Properties: `class`, `style` (an object, set by name), `dataset`, `on…` with a function, anything else an attribute
 * (true: present, false, null and undefined: absent).
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any> | null} [props]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, props, ...children) {
  return /** @type {any} */ (filled(document.createElement(tag), props, children));
}

/**
 * An element of SVG, with the same properties.
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any> | null} [props]
 * @param {...(Child | Child[])} children
 * @returns {SVGElementTagNameMap[T]}
 */
export function s(tag, props, ...children) {
  return /** @type {any} */ (filled(document.createElementNS(SVG, tag), props, children));
}

/**
 * Puts the children in the place of what was there.
 * @param {Element} parent
 * @param {...(Child | Child[])} children
 */
export function replace(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
}

/**
 * Sets a text only where it differs: the browser lays out again for nothing else.
 * @param {Node} node
 * @param {string} text
 */
export function setText(node, text) {
  const first = node.firstChild;
  if (first !== null && first.nodeType === 3 && first.nextSibling === null) {
    if (first.nodeValue !== text) first.nodeValue = text;
  } else if (node.textContent !== text) node.textContent = text;
}

/**
 * @param {Element} element
 * @param {Record<string, any> | null | undefined} props
 * @param {any[]} children
 */
function filled(element, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "style") for (const [key, it] of Object.entries(value)) /** @type {any} */ (element).style.setProperty(key, String(it));
    else if (name === "dataset") Object.assign(/** @type {any} */ (element).dataset, value);
    else if (name.startsWith("on") && typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

/**
 * @param {Element} parent
 * @param {any[]} children
 */
function append(parent, children) {
  for (const child of children.flat(Infinity)) if (child !== null && child !== undefined && child !== false) parent.append(child instanceof Node ? child : String(child));
}

const probe = /** @type {HTMLElement[]} */ ([]);

/**
 * A token of css/tokens.css as a colour that a canvas takes, in the theme of now. Ask again on `themechange` of the document.
 * @param {string} token for instance --up
 * @param {number} [alpha] 0…1
 * @returns {string}
 */
export function color(token, alpha = 1) {
  if (probe.length === 0) {
    probe.push(h("span", { hidden: true }));
    document.body.append(probe[0]);
  }
  probe[0].style.color = `var(${token})`;
  const rgb = (getComputedStyle(probe[0]).color.match(/[\d.]+/g) ?? ["128", "128", "128"]).map(Number);
  return `rgba(${rgb[0]}, ${rgb[1]}, ${rgb[2]}, ${(rgb[3] ?? 1) * alpha})`;
}
