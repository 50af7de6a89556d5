import { type ListPayload, type RoleEntry, roleChoices } from '@latchkey/core'
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

  /** @param current The member's current role. */
  choices(current?: string | null): readonly string[] {
    return roleChoices(this.all, { only: this.#own(), current })
  }

  nameOf(slug: string | null): string {
    return roleName(slug, this.all)
  }

  descriptionOf(slug: string | undefined): string | null {
    return this.all.find((role) => role.slug === slug)?.description ?? null
  }
}
