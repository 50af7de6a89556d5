import type { ListPayload, RoleEntry } from '@latchkey/core'
import { roleName } from '@latchkey/core/text'
import { page } from '$app/state'

/** The roles of the active organization, as loaded by the page. */
export class PageRoles {
  readonly #own: () => readonly string[] | undefined

  /** @param own The slugs that the app names. */
  constructor(own: () => readonly string[] | undefined) {
    this.#own = own
  }

  get all(): readonly RoleEntry[] {
    return (page.data.roles as ListPayload<RoleEntry> | undefined)?.data ?? []
  }

  /** The slugs to choose from: those that the app names, or all that the user can assign. */
  get choices(): readonly string[] {
    return this.#own() ?? this.all.filter(({ mayAssign }) => mayAssign).map(({ slug }) => slug)
  }

  nameOf(slug: string | null): string {
    return roleName(slug, this.all)
  }

  descriptionOf(slug: string | undefined): string | null {
    return this.all.find((role) => role.slug === slug)?.description ?? null
  }
}
