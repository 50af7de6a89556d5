import type { ReactNode } from 'react'
import type { PageData } from '../page-data.ts'

/** Signs this browser in after its code is approved on another device. */
export function DevicePage({ data }: { data: PageData }): ReactNode {
  const { device, query } = data
  return (
    <div className="site-narrow">
      <section className="sheet device">
        <h1>Sign in from another device</h1>
        {device ? (
          <>
            <p>
              Open <a href={device.verificationUri}>{device.verificationUri}</a> on a device where you can
              type, and enter this code:
            </p>
            <p className="user-code" data-lk-user-code="">
              {device.userCode}
            </p>
            <p>
              <a
                data-lk-verification=""
                href={device.verificationUriComplete ?? device.verificationUri}
                target="_blank"
                rel="noreferrer"
              >
                Open it here, in another tab
              </a>
            </p>
            {query.waiting && (
              <p className="note" role="status">
                Nobody has approved it yet.
              </p>
            )}
            <form method="post" action="/auth/device/poll">
              <input type="hidden" name="flow" value={device.flow} />
              <button type="submit" className="button">
                I have approved it
              </button>
            </form>
          </>
        ) : (
          <form method="post" action="/auth/device">
            <p>For a television, a terminal or a borrowed computer: no password is typed here.</p>
            <input type="hidden" name="returnTo" value="/account" />
            <button type="submit" className="button">
              Show a code
            </button>
          </form>
        )}
      </section>
    </div>
  )
}
