const TIMING = { duration: 180, easing: 'cubic-bezier(.2, 0, 0, 1)' }

/**
 * Animates the change between the steps of a card: the new step fades in over the old one, and the card's height follows. The
 * new step accepts input immediately. Nothing moves if the user prefers reduced motion.
 *
 * @param card The element whose children are the steps. A framework removes one and inserts the next.
 * @returns A function that stops the animation.
 */
export function moveSteps(card: HTMLElement): () => void {
  if (typeof ResizeObserver === 'undefined' || !('animate' in card)) return () => {}
  let height = card.offsetHeight
  let settle: (() => void) | undefined
  // Records the height before a change: once the change is observed, the old height is no longer available.
  const sizes = new ResizeObserver(() => {
    if (!settle) height = card.offsetHeight
  })
  const changes = new MutationObserver((records) => {
    const old = stepIn(records.flatMap(({ removedNodes }) => [...removedNodes]))
    const next = stepIn(records.flatMap(({ addedNodes }) => [...addedNodes]))
    settle?.()
    if (old && next?.isConnected && !old.isConnected && !isStill())
      settle = crossFade(card, old, next, height, done)
  })
  function done() {
    settle = undefined
    height = card.offsetHeight
    // The element kept for the fade is not a step that the framework added.
    changes.takeRecords()
  }
  sizes.observe(card)
  changes.observe(card, { childList: true })
  return () => {
    changes.disconnect()
    sizes.disconnect()
    settle?.()
  }
}

const isStill = () => matchMedia('(prefers-reduced-motion: reduce)').matches

const stepIn = (nodes: readonly Node[]) =>
  nodes.find(
    (node): node is HTMLElement =>
      node instanceof HTMLElement && node.dataset.lkPart === 'step' && node.dataset.lkState !== 'leaving',
  )

/** Returns a function that ends the fade immediately. */
function crossFade(
  card: HTMLElement,
  old: HTMLElement,
  next: HTMLElement,
  height: number,
  onDone: () => void,
): () => void {
  const { offsetTop, offsetLeft, offsetWidth } = next
  leave(old)
  Object.assign(old.style, {
    position: 'absolute',
    top: `${offsetTop}px`,
    left: `${offsetLeft}px`,
    width: `${offsetWidth}px`,
  })
  // Appended last, so that a search for an input finds the one of the new step first.
  card.append(old)
  card.style.overflow = 'clip'
  const running = [
    old.animate({ opacity: [1, 0] }, TIMING),
    next.animate({ opacity: [0, 1] }, TIMING),
    card.animate({ height: [`${height}px`, `${card.offsetHeight}px`] }, TIMING),
  ]
  let isOver = false
  function end() {
    if (isOver) return
    isOver = true
    for (const animation of running) animation.cancel()
    old.remove()
    card.style.overflow = ''
    onDone()
  }
  void Promise.all(running.map(({ finished }) => finished)).then(end, end)
  return end
}

/**
 * Makes a step a picture only: it takes no focus, is hidden from screen readers, and its inputs cannot be found by name or
 * label.
 */
function leave(step: HTMLElement): void {
  step.inert = true
  step.dataset.lkState = 'leaving'
  step.setAttribute('aria-hidden', 'true')
  for (const element of step.querySelectorAll('[id], [name], [for]'))
    for (const name of ['id', 'name', 'for']) element.removeAttribute(name)
}
