import { type Html, html } from '../../engine/base/html.ts'
import { browseOrganizations } from '../../engine/domain/organizations/browse-organizations.ts'
import { browseUsers } from '../../engine/domain/users/browse-users.ts'
import { nameOf } from '../../engine/domain/users/user-schema.ts'
import { hidden } from './parts.ts'
import type { Section, View } from './section.ts'

/** A page to open, or a command to run. */
export interface Finding {
  label: string
  detail: string
  href: string
  /** The fields of the form that runs the command. Absent for a page. */
  post?: Record<string, string>
  /** The question to confirm first. */
  ask?: string
}

const MOST = 5

/** The results of the palette for a text: pages, stored objects and commands. */
export async function findings(
  sections: Record<string, Section>,
  view: View,
  text: string,
): Promise<Finding[]> {
  const selected = text.trim().toLowerCase()
  const matches = ({ label, detail }: Finding) =>
    selected.split(/\s+/).every((word) => `${label} ${detail}`.toLowerCase().includes(word))
  const pages = Object.entries(sections).map(([name, { title }]) => ({
    label: title,
    detail: 'Go to',
    href: `/_emulator/ui/${name}`,
  }))
  const stored = selected.length < 2 ? [] : await recordsOf(view, text.trim())
  return [...stored, ...[...pages, ...commands(view)].filter(matches)].slice(0, 30)
}

async function recordsOf({ environment, open }: View, text: string): Promise<Finding[]> {
  const slice = { search: text, sort: '-created', offset: 0, limit: MOST }
  const [users, organizations] = await Promise.all([
    browseUsers(environment, slice),
    browseOrganizations(environment, slice),
  ])
  const emails = await Promise.all(
    open.map(async (one) => (await one.inbox.find()).map((message) => ({ message, name: one.name }))),
  )
  const isEmail = ({ to, code, id }: { to: string; code?: string; id: string }) =>
    code === text || id === text || to.toLowerCase().includes(text.toLowerCase())
  const request = (await environment.requests.all()).find(({ id }) => id === text)
  return [
    ...users.rows.map((user) => ({
      label: user.email,
      detail: `User ${nameOf(user) ?? ''}`.trim(),
      href: `/_emulator/ui/users?id=${user.id}`,
    })),
    ...organizations.rows.map(({ id, name }) => ({
      label: name,
      detail: 'Organization',
      href: `/_emulator/ui/organizations?id=${id}`,
    })),
    ...emails
      .flat()
      .filter(({ message }) => isEmail(message))
      .slice(-MOST)
      .reverse()
      .map(({ message, name }) => ({
        label: message.subject,
        detail: `Email to ${message.to}, ${name}`,
        href: `/_emulator/ui/inbox?email=${message.id}`,
      })),
    ...(request === undefined
      ? []
      : [
          {
            label: `${request.method} ${request.path}`,
            detail: 'Request',
            href: `/_emulator/ui/requests?open=${request.id}`,
          },
        ]),
  ]
}

const FAILURE = {
  action: 'add',
  kind: '503',
  times: '1',
  percent: '',
  delay: '',
  after: '',
  path: '',
  method: '',
}

function commands({ environment }: View): Finding[] {
  const clock = '/_emulator/ui/clock'
  return [
    { label: 'Add a user', detail: 'Do', href: '/_emulator/ui/users#add' },
    { label: 'Add an organization', detail: 'Do', href: '/_emulator/ui/organizations#add' },
    { label: 'Send an invitation', detail: 'Do', href: '/_emulator/ui/invitations#add' },
    {
      label: 'Clock: 10 minutes ahead',
      detail: 'Do',
      href: clock,
      post: { action: 'advance', seconds: '600' },
    },
    { label: 'Clock: 1 hour ahead', detail: 'Do', href: clock, post: { action: 'advance', seconds: '3600' } },
    { label: 'Clock: 1 day ahead', detail: 'Do', href: clock, post: { action: 'advance', seconds: '86400' } },
    { label: 'Reset the clock', detail: 'Do', href: clock, post: { action: 'now' } },
    { label: 'Fail the next call with 503', detail: 'Do', href: '/_emulator/ui/faults', post: FAILURE },
    { label: 'Remove all faults', detail: 'Do', href: '/_emulator/ui/faults', post: { action: 'clear' } },
    {
      label: `Empty the inbox of ${environment.name}`,
      detail: 'Do',
      href: '/_emulator/ui/inbox',
      post: { action: 'clear', scope: 'one' },
      ask: `Delete all emails of the environment ${environment.name}?`,
    },
    {
      label: 'End all sessions',
      detail: 'Do',
      href: '/_emulator/ui/sessions',
      post: { action: 'revoke-all' },
      ask: `Sign out every user of the environment ${environment.name}?`,
    },
  ]
}

/** The palette for browsers without scripts. */
export function findPage(text: string, found: Finding[]): Html {
  return html`<h1>Search or run</h1>
<form class="filters" method="get" role="search"><label class="hide" for="q">Search or run</label><input id="q" type="search" name="q" value="${text}" autocomplete="off"><button class="quiet">Search</button></form>
<ul class="plain">${found.map(
    ({ label, detail, href, post }) =>
      html`<li>${
        post === undefined
          ? html`<a href="${href}">${label}</a>`
          : html`<form class="inline" method="post" action="${href}">${hidden(post)}<button class="quiet small">${label}</button></form>`
      } <span class="soft">${detail}</span></li>`,
  )}</ul>`
}
