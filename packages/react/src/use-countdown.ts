import { useEffect, useState } from 'react'

/** Whole seconds until `at`, counted down while the component is mounted. 0 if `at` is `null`. */
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
  // The time is not known before the first effect; a server's clock would differ from the browser's.
  return at === null || now === 0 ? 0 : Math.max(0, Math.ceil((at - now) / 1_000))
}
