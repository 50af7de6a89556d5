import type { RoleEntry } from '@latchkey/core'
import { roleName } from '@latchkey/core/text'
import { type ComponentProps, type ReactNode, useId } from 'react'
import { useUi } from '../use-ui.ts'

/** A select input for roles, by name. The description of the selected role is shown next to it. */
export function RoleSelect({
  roles,
  choices,
  ...select
}: ComponentProps<'select'> & { roles: readonly RoleEntry[]; choices: readonly string[] }): ReactNode {
  const id = useId()
  const { part } = useUi()
  const described = roles.filter(({ slug, description }) => description && choices.includes(slug))
  return (
    <>
      <select {...part('select')} aria-describedby={described.length > 0 ? id : undefined} {...select}>
        {choices.map((slug) => (
          <option key={slug} value={slug}>
            {roleName(slug, roles)}
          </option>
        ))}
      </select>
      {described.length > 0 && (
        <span {...part('live')} id={id}>
          {described.map(({ name, description }) => `${name}: ${description}`).join(' ')}
        </span>
      )}
    </>
  )
}
