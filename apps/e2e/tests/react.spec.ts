import { scenarioTests } from '../src/scenario-tests.ts'

// The account components of this site ask the handler from the browser.
scenarioTests('react', ['totp', 'organizations', 'revoke-elsewhere'])
