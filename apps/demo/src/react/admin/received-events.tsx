import { type ReactNode, useEffect, useState } from 'react'
import { type Exchange, manage, type ReceivedEvent, receivedEvents } from './management.ts'

const LOOK_EVERY_MS = 2_000

/** The webhook events that the site has received: signed by the API, and without duplicates. */
export function ReceivedEvents({
  onExchanges,
}: {
  onExchanges: (exchanges: readonly Exchange[]) => void
}): ReactNode {
  const [events, setEvents] = useState<readonly ReceivedEvent[]>([])
  const [problem, setProblem] = useState<string>()

  // Webhooks can arrive at the server at any time, so the page polls for them.
  useEffect(() => {
    const look = () => receivedEvents().then(setEvents)
    look()
    const timer = setInterval(look, LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [])

  async function subscribe() {
    const { exchanges, error, message } = await manage('receive-events', {})
    onExchanges(exchanges)
    setProblem(error && `${error}: ${message ?? ''}`)
  }

  return (
    <section className="sheet" aria-labelledby="received">
      <h2 id="received">Received by this site</h2>
      {problem && (
        <p className="note problem" role="alert">
          {problem}
        </p>
      )}
      {events.length === 0 ? (
        <p>Nothing yet. Have events about users sent here, then create one.</p>
      ) : (
        <ul aria-live="polite">
          {events.map(({ id, event, createdAt }) => (
            <li key={id}>
              {event} <small>{createdAt.slice(0, 19).replace('T', ' ')}</small>
            </li>
          ))}
        </ul>
      )}
      <button className="button quiet" type="button" onClick={subscribe}>
        Send events here
      </button>
    </section>
  )
}
