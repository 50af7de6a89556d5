import type { ReactNode } from 'react'
import type { Exchange } from './management.ts'

/** The requests and responses of the last actions, newest first. */
export function CallConsole({ exchanges }: { exchanges: readonly Exchange[] }): ReactNode {
  return (
    <section aria-labelledby="console">
      <h2 id="console">API console</h2>
      <div className="console" role="log" aria-labelledby="console" tabIndex={0}>
        {exchanges.length === 0 && 'Each click shows its API call here.'}
        {exchanges.map((exchange, index) => (
          <div key={`${exchanges.length - index} ${exchange.path}`}>
            <b>
              {exchange.method} {exchange.path}
            </b>{' '}
            → {exchange.status}
            {exchange.request !== null && `\n${JSON.stringify(exchange.request)}`}
            {exchange.response !== null && `\n${JSON.stringify(exchange.response).slice(0, 1_500)}`}
          </div>
        ))}
      </div>
    </section>
  )
}
