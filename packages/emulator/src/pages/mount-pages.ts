import type { CreateEnvironment } from '../dashboard/environments-view.ts'
import { mountDashboard } from '../dashboard/mount-dashboard.ts'
import { mountHosted } from '../hosted/mount-hosted.ts'
import type { App } from '../server/app.ts'
import type { Registry } from '../server/registry.ts'

/** Everything that a person looks at. */
export function mountPages(app: App, registry: Registry, createEnvironment: CreateEnvironment): void {
  mountHosted(app, registry)
  mountDashboard(app, registry, createEnvironment)
}
