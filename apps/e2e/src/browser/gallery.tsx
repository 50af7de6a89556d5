import {
  DEFAULT_OFFER,
  type FlowError,
  type FlowKind,
  type FlowPayload,
  type Step,
  type StepName,
} from '@latchkey/core'
import type { Locale } from '@latchkey/react'
import { MockAuthProvider, sampleStep, signedOut } from '@latchkey/react/testing'
import { AcceptInvitation, ResetPassword, SignIn, SignUp } from '@latchkey/react/ui'
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { GALLERY, type GalleryState } from '../gallery-states.ts'
import { Components, type DataState } from './gallery-components.tsx'

const query = new URLSearchParams(location.search)
const state = query.get('state') as GalleryState
const isLong = query.has('long')
const data = (query.get('data') ?? 'loaded') as DataState
const { locale } = window as { locale?: Locale }

/** A server that never responds, so that requests stay pending. */
const silent = { fetch: () => new Promise<Response>(() => {}) }

function payload(kind: FlowKind, name: StepName, error: FlowError | undefined): FlowPayload {
  const email = isLong ? `${'rindfleischetikettierungs'.repeat(2)}@orchard.example` : 'nadia@orchard.example'
  const step = longer(sampleStep(name, email, '/account'))
  return {
    kind,
    flow: 'flow_1',
    step: step.name === 'start' ? { ...step, methods: [...DEFAULT_OFFER.methods, 'sso'] } : step,
    error: state === 'error' ? error : undefined,
    values: { email },
    returnTo: '/account',
  }
}

/** The same step with long names and additional choices. */
function longer(step: Step): Step {
  if (!isLong) return step
  const connections = [{ id: 'conn_1' }, { id: 'conn_2' }, { id: 'conn_3' }]
  const name = 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesellschaft mbH & Co. KGaA'
  if ('connections' in step) return { ...step, connections }
  if (step.name === 'select-organization')
    return { ...step, organizations: [{ id: 'org_1', name }, ...step.organizations] }
  return step.name === 'invitation' ? { ...step, organizationName: name } : step
}

const FLOWS: Record<FlowKind, (props: { initialFlow: FlowPayload }) => ReactNode> = {
  'sign-in': (props) => <SignIn identifierFirst={false} {...props} />,
  'sign-up': SignUp,
  'reset-password': ResetPassword,
  invitation: AcceptInvitation,
}

/** Flows whose attempt is in the page's URL, and whose step the handler has not returned yet. */
function AwaitedFlows(): ReactNode {
  return (
    <>
      <article data-state="sign-in-awaited">
        <SignIn />
      </article>
      <article data-state="invitation-awaited">
        <AcceptInvitation />
      </article>
    </>
  )
}

function Gallery(): ReactNode {
  return (
    <MockAuthProvider state={signedOut()} server={silent as never} locale={locale}>
      {query.has('components') && <Components long={isLong} data={data} />}
      {data === 'loading' && <AwaitedFlows />}
      {GALLERY.map(({ kind, step, error }) => {
        const Flow = FLOWS[kind]
        return (
          <article key={`${kind} ${step}`} data-state={`${kind} ${step}`}>
            <Flow initialFlow={payload(kind, step, error)} />
          </article>
        )
      })}
    </MockAuthProvider>
  )
}

/** Waits for the cards, because the first frame may have none on a busy machine. */
function sendOnceShown() {
  if (document.querySelectorAll('article form').length > 0) sendAll()
  else requestAnimationFrame(sendOnceShown)
}

/** Fills in and submits the form of each card, as a user would. */
function sendAll() {
  for (const form of document.querySelectorAll<HTMLFormElement>(
    'article form[data-lk-part="stack"][method="post"]',
  )) {
    for (const input of form.querySelectorAll<HTMLInputElement>('input:not([type="hidden"], [readonly])'))
      input.value ||= input.autocomplete === 'one-time-code' ? '123456' : 'lantern-quartz-42'
    const submitter = form.querySelector<HTMLButtonElement>('button[type="submit"]')
    if (submitter) form.requestSubmit(submitter)
  }
}

document.documentElement.dir = locale?.dir ?? 'ltr'
document.documentElement.lang = locale?.tag ?? 'en'
createRoot(document.getElementById('root') as HTMLElement).render(<Gallery />)
if (state === 'pending') requestAnimationFrame(sendOnceShown)
