import { Failure } from '../../engine/base/failure.ts'
import { type Html, html } from '../../engine/base/html.ts'
import type { EnvironmentCredentials } from '../../engine/context/engine-context.ts'
import { messageOf } from '../../engine/web/hosted/authenticate-on-page.ts'
import type { EmulatorEnvironment } from '../environment/emulator-environment.ts'

/** The data that a section is rendered with. */
export interface View {
  environment: EmulatorEnvironment
  /** All environments of this server, with the default one first. */
  environments: EnvironmentCredentials[]
  /** The environments in the shown inbox. */
  open: EmulatorEnvironment[]
  query: URLSearchParams
}

/** The fields of a posted form. Absent ones are empty. */
export type Fields = (name: string) => string

/** The action of a button. It can return the query string of the page to show next, in the same section. */
export type Action = (view: View, fields: Fields) => unknown

/** A page of the dashboard, and the actions of its buttons. */
export interface Section {
  title: string
  /** The heading of its group in the menu. Set on the first section of a group. */
  group?: string
  show(view: View): Html | Promise<Html>
  /** The object that the page is about, if it is about a single one. Part of the page title. */
  subject?(view: View): Promise<string | undefined>
  actions?: Record<string, Action>
  /** The messages to show after an action, by its name. */
  notices?: Record<string, string>
}

export interface Outcome {
  error?: string
  /** The query of the page to show. */
  query?: string
}

/** Runs the action that a form names, and returns the error to show if it was refused. */
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

/** The message about the last action, if the URL names one. */
export function noticeOf({ notices = {} }: Section, query: URLSearchParams): Html | false {
  const name = query.get('notice') ?? ''
  return Object.hasOwn(notices, name) && html`<p class="notice" role="status">${notices[name]}</p>`
}

/** Refuses an action with a message in the dashboard. */
export function refuse(message: string): never {
  throw new Failure(422, { message })
}
