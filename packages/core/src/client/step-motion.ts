const TIMING = { duration: 180, easing: 'cubic-bezier(.2, 0, 0, 1)' }

/**
 * Lets the steps of a card follow one another without a cut: the new step fades in over the old one, and the height of the
 * card goes along. The new step takes input at once. Nothing moves where the user has asked for reduced motion.
 *
 * @param card The element whose children are the steps: a framework takes one out and puts the next one in.
 * @returns The function that stops it.
 */
export function moveSteps(card: HTMLElement): () => void {
  if (typeof ResizeObserver === 'undefined' || !('animate' in card)) return () => {}
  let height = card.offsetHeight
  let settle: (() => void) | undefined
  // The height before a change: by the time that a change is known, it is gone.
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
    // What was taken out for the fade is no step of the framework's.
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

/** Returns the function that ends it at once. */
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
  // Last, so that a search for an input finds that of the new step.
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

/** A picture of a step: it takes no focus, is not read, and no input of it is found by its name or its label. */
function leave(step: HTMLElement): void {
  step.inert = true
  step.dataset.lkState = 'leaving'
  step.setAttribute('aria-hidden', 'true')
  for (const element of step.querySelectorAll('[id], [name], [for]'))
    for (const name of ['id', 'name', 'for']) element.removeAttribute(name)
}
