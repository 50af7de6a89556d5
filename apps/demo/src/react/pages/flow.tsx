import type { FlowPayload } from '@latchkey/core'
import { AcceptInvitation, ForgotPassword, ResetPassword, SignIn, SignUp } from '@latchkey/react/ui'
import type { ReactNode } from 'react'
import type { PageData } from '../page-data.ts'

/** Sign-in and the other flows. The server has already rendered the step, so nothing flickers and JavaScript is optional. */
export function FlowPage({ data, flow }: { data: PageData; flow: FlowPayload }): ReactNode {
  const inbox = data.emulatorUrl && `${data.emulatorUrl}/_emulator/`
  return (
    <div className="site-narrow">
      <FlowCard data={data} flow={flow} />
      {data.path === '/sign-in' && flow.step.name === 'start' && <OtherLayout query={data.query} />}
      {inbox && (
        <p className="note">
          Emails of this site arrive in the{' '}
          <a href={inbox} target="_blank" rel="noreferrer">
            local inbox
          </a>
          .
        </p>
      )}
    </div>
  )
}

function FlowCard({ data, flow }: { data: PageData; flow: FlowPayload }): ReactNode {
  const { path, query } = data
  switch (path) {
    case '/sign-up':
      return <SignUp initialFlow={flow} />
    case '/forgot-password':
      return <ForgotPassword initialFlow={flow} />
    case '/reset-password':
      return <ResetPassword initialFlow={flow} token={query.token ?? ''} />
    case '/invite':
      return <AcceptInvitation initialFlow={flow} token={query.invitation_token ?? query.token ?? ''} />
    default:
      return <SignIn initialFlow={flow} identifierFirst={query.first === 'email'} />
  }
}

/** Sign-in has two layouts: every method at once, or the email address first. */
function OtherLayout({ query }: { query: PageData['query'] }): ReactNode {
  const { first, ...rest } = query
  const isEmailFirst = first === 'email'
  const search = new URLSearchParams(isEmailFirst ? rest : { ...rest, first: 'email' })
  return (
    <a href={`/sign-in?${search}`}>
      {isEmailFirst ? 'Show every way to sign in at once' : 'Ask for the email address first'}
    </a>
  )
}
