import { clockSection } from './clock-view.ts'
import { type CreateEnvironment, environmentsSection } from './environments-view.ts'
import { eventsSection } from './events-view.ts'
import { faultsSection } from './faults-view.ts'
import { inboxSection } from './inbox-view.ts'
import { invitationsSection } from './invitations-view.ts'
import { organizationsSection } from './organizations-view.ts'
import { requestsSection, type SendAgain } from './requests-view.ts'
import type { Section } from './section.ts'
import { sessionsSection } from './sessions-view.ts'
import { settingsSection } from './settings-view.ts'
import { snapshotsSection } from './snapshots-view.ts'
import { usersSection } from './users-view.ts'
import { webhooksSection } from './webhooks-view.ts'

/** The pages of the dashboard by name, in menu order. */
export function sectionsWith(
  createEnvironment: CreateEnvironment,
  sendAgain: SendAgain,
): Record<string, Section> {
  return {
    inbox: inboxSection,
    requests: requestsSection(sendAgain),
    events: eventsSection,
    users: usersSection,
    organizations: organizationsSection,
    invitations: invitationsSection,
    sessions: sessionsSection,
    clock: clockSection,
    faults: faultsSection,
    snapshots: snapshotsSection,
    webhooks: webhooksSection,
    settings: settingsSection,
    environments: environmentsSection(createEnvironment),
  }
}
