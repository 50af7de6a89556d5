import { authData } from '@latchkey/sveltekit'
import { adminOrganizationId, emulatorUrl } from '#lib/server/site.ts'

export const load = (event) => ({ auth: authData(event), emulatorUrl, adminOrganizationId })
