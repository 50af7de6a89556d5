import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { useUi } from './use-ui.ts'

/** A tab and its panel. */
export interface Tab {
  label: string
  content: ReactNode
}

/** Panels of which one is shown at a time. Arrow keys, Home and End select a tab; Tab moves into the panel. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }): ReactNode {
  const [current, setCurrent] = useState(0)
  const { part } = useUi()
  const id = useId()

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const next = target(event.key, current, tabs.length, getComputedStyle(event.currentTarget).direction)
    if (next === undefined) return
    event.preventDefault()
    setCurrent(next)
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus()
  }

  return (
    <>
      <div {...part('tabs')} role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {tabs.map((tab, index) => (
          <button
            key={tab.label}
            {...part('tab')}
            type="button"
            role="tab"
            id={`${id}t${index}`}
            aria-controls={`${id}p`}
            aria-selected={index === current}
            tabIndex={index === current ? 0 : -1}
            onClick={() => setCurrent(index)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div {...part('stack')} role="tabpanel" id={`${id}p`} aria-labelledby={`${id}t${current}`}>
        {tabs[current]?.content}
      </div>
    </>
  )
}

/** The tab that a key selects, in reading direction. */
function target(key: string, current: number, count: number, direction: string): number | undefined {
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key]
  return step && (current + (direction === 'rtl' ? -step : step) + count) % count
}
