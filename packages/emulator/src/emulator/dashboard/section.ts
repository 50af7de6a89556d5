import { Failure } from '../../engine/base/failure.ts'
import { type Html, html } from '../../engine/base/html.ts'
import type { EnvironmentCredentials } from '../../engine/context/engine-context.ts'
import { messageOf } from '../../engine/web/hosted/authenticate-on-page.ts'
import type { EmulatorEnvironment } from '../environment/emulator-environment.ts'

/** What a section of the dashboard is shown with. */
export interface View {
  environment: EmulatorEnvironment
  /** All that this server has, the default one first. */
  environments: EnvironmentCredentials[]
  /** Those whose inbox is shown. */
  open: EmulatorEnvironment[]
  query: URLSearchParams
}

/** The fields of a posted form; absent ones are empty. */
export type Fields = (name: string) => string

/** What a button does. It may name the page to show then: a query string of the same section. */
export type Action = (view: View, fields: Fields) => unknown

/** One page of the dashboard: how it looks, and what its buttons do. */
export interface Section {
  title: string
  /** The heading of its part of the menu; the first of a part has it. */
  group?: string
  show(view: View): Html | Promise<Html>
  /** What the page of this address is about, where it is about one thing: part of its title. */
  subject?(view: View): Promise<string | undefined>
  actions?: Record<string, Action>
  /** What to tell after an action, by its name. */
  notices?: Record<string, string>
}

export interface Outcome {
  error?: string
  /** Query of the page to show. */
  query?: string
}

/** Runs the action that a form names, and returns what to tell the user when it was refused. */
export async function runAction(section: Section, view: View, fields: Fields): Promise<Outcome> {
  const name = fields('action')
  const { actions = {}, notices = {} } = section
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined
  if (action === undefined) return { error: 'Unknown action.' }
  try {
    const result = await view.environment.storage.atomically(async () => action(view, fields))
    const query = new URLSearchParams(typeof result === 'string' ? result : view.query)
    query.delete('notice')
    if (Object.hasOwn(notices, name)) query.set('notice', name)
    return { query: query.toString() }
  } catch (error) {
    if (error instanceof Failure) return { error: messageOf(error) }
    throw error
  }
}

/** What the last action has done, if the address tells. */
export function noticeOf({ notices = {} }: Section, query: URLSearchParams): Html | false {
  const name = query.get('notice') ?? ''
  return Object.hasOwn(notices, name) && html`<p class="notice" role="status">${notices[name]}</p>`
}

/** A refusal in the words of the dashboard. */
export function refuse(message: string): never {
  throw new Failure(422, { message })
}
