// What is wrong with the look of a page, as sentences. Runs inside the page.
() => {
  const wrong = [];
  const name = text => '“' + text.trim().replace(/\s+/g, ' ').slice(0, 60) + '”';
  const overlap = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
  const isVisible = element => element.checkVisibility() && element.getClientRects().length > 0;

  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth)
    wrong.push(`the page is ${root.scrollWidth - root.clientWidth} px wider than the window`);

  // Drawings: every label inside its card, none on top of another, something drawn, all described.
  for (const plot of document.querySelectorAll('svg.plot')) {
    if (!isVisible(plot)) continue;
    const card = plot.closest('figure').getBoundingClientRect();
    const title = document.getElementById(plot.getAttribute('aria-labelledby'))?.textContent ?? '';
    const description =
      document.getElementById(plot.getAttribute('aria-describedby'))?.textContent ?? '';
    if (!title.trim()) wrong.push('a chart has no title');
    if (!description.trim()) wrong.push(`chart ${name(title)} has no description`);
    const table = plot.closest('figure').querySelector('details table tbody');
    if (!table || table.rows.length === 0) wrong.push(`chart ${name(title)} has no data table`);
    const labels = [...plot.querySelectorAll('text')].map(text => [text, text.getBoundingClientRect()]);
    for (const [text, box] of labels)
      if (box.left < card.left || box.right > card.right || box.top < card.top || box.bottom > card.bottom)
        wrong.push(`chart ${name(title)}: label ${name(text.textContent)} is cut off`);
    labels.forEach(([text, box], index) => {
      for (const [other, otherBox] of labels.slice(index + 1))
        if (overlap(box, otherBox))
          wrong.push(`chart ${name(title)}: ${name(text.textContent)} lies on ${name(other.textContent)}`);
    });
    const marks = [...plot.querySelectorAll('path, rect, circle')].filter(mark => {
      if (/^(gl|ax|sf)$/.test(mark.getAttribute('class') ?? '')) return false;
      const box = mark.getBBox();
      return box.width > 0 || box.height > 0 || mark.classList.contains('dt');
    });
    if (marks.length === 0) wrong.push(`chart ${name(title)} is empty`);
  }

  // Words outside of drawings: inside the window, none on top of others.
  const words = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.data.trim() || parent.closest('svg, style, .vh, .skip') || !isVisible(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects())
      if (box.width > 1) words.push({ node, box, scrolls: parent.closest('.scroll') });
  }
  for (const { node, box, scrolls } of words)
    if (!scrolls && (box.left < -1 || box.right > root.clientWidth + 1))
      wrong.push(`${name(node.data)} leaves the window`);
  words.sort((a, b) => a.box.top - b.box.top);
  words.forEach(({ node, box, scrolls }, index) => {
    for (let next = index + 1; next < words.length && words[next].box.top < box.bottom; next++)
      if (!scrolls && !words[next].scrolls && words[next].node !== node && overlap(box, words[next].box))
        wrong.push(`${name(node.data)} lies on ${name(words[next].node.data)}`);
  });

  // The verdict is in the first screen.
  const verdict = document.querySelector('.verdict .headline')?.getBoundingClientRect();
  if (!verdict) wrong.push('the page has no verdict');
  else if (verdict.bottom + scrollY > innerHeight) wrong.push('the verdict is below the first screen');
  return wrong;
}
