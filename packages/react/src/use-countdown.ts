import { useEffect, useState } from 'react'

/** Whole seconds until `at`, counted down while the component is on the page. 0 without a time. */
export function useCountdown(at: number | null): number {
  const [now, setNow] = useState(0)
  useEffect(() => {
    if (at === null) return
    setNow(Date.now())
    const timer = setInterval(() => {
      setNow(Date.now())
      if (Date.now() >= at) clearInterval(timer)
    }, 1_000)
    return () => clearInterval(timer)
  }, [at])
  // Before the first effect the time is not known; a server's clock would differ from the page's.
  return at === null || now === 0 ? 0 : Math.max(0, Math.ceil((at - now) / 1_000))
}
