import { useEffect, useRef } from 'react'

/** Something that must be undone if the user cancels or the component unmounts. */
export interface Unfinished {
  /** Returns whether the component is still mounted and can finish it. */
  begin(id: string): boolean
  finish(): void
  abandon(): void
}

export function useUnfinished(takeBack: (id: string) => unknown): Unfinished {
  const open = useRef<string | null>(null)
  const gone = useRef(false)
  function abandon() {
    if (open.current) takeBack(open.current)
    open.current = null
  }
  const latest = useRef(abandon)
  useEffect(() => {
    latest.current = abandon
  })
  useEffect(() => {
    gone.current = false
    return () => {
      gone.current = true
      latest.current()
    }
  }, [])
  return {
    begin(id) {
      open.current = id
      if (gone.current) abandon()
      return !gone.current
    },
    finish() {
      open.current = null
    },
    abandon,
  }
}
