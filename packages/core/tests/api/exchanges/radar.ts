import { decodedTimes, type Exchanges, times } from './exchange.ts'

const challenge = {
  object: 'radar_challenge',
  id: 'radar_challenge_01',
  type: 'email',
  user_id: 'user_01',
  email: 'nadia@orchard.example',
  code: '123456',
  expires_at: '2026-01-15T12:10:00.000Z',
  ...times,
}
const decoded = {
  object: 'radar_challenge',
  id: 'radar_challenge_01',
  type: 'email',
  userId: 'user_01',
  email: 'nadia@orchard.example',
  code: '123456',
  expiresAt: '2026-01-15T12:10:00.000Z',
  ...decodedTimes,
}

export const radarExchanges: Exchanges = {
  createRadarAttempt: {
    call: (c) =>
      c.createRadarAttempt({
        ipAddress: '203.0.113.7',
        userAgent: 'Firefox',
        email: 'nadia@orchard.example',
        authMethod: 'Password',
        action: 'sign-in',
      }),
    method: 'POST',
    path: '/radar/attempts',
    sends:
      '{"ip_address":"203.0.113.7","user_agent":"Firefox","email":"nadia@orchard.example","auth_method":"Password","action":"sign-in"}',
    response: {
      verdict: 'block',
      reason: 'on a list',
      attempt_id: 'radar_att_01',
      control: 'restriction',
      blocklist_type: 'ip_address',
    },
    result: {
      verdict: 'block',
      reason: 'on a list',
      attemptId: 'radar_att_01',
      control: 'restriction',
      blocklistType: 'ip_address',
    },
  },
  updateRadarAttempt: {
    call: (c) => c.updateRadarAttempt({ radarAttemptId: 'radar_att_01', attemptStatus: 'success' }),
    method: 'PUT',
    path: '/radar/attempts/radar_att_01',
    sends: '{"attempt_status":"success"}',
    status: 204,
  },
  addRadarListEntry: {
    call: (c) => c.addRadarListEntry({ type: 'ip_address', action: 'block', entry: '203.0.113.7' }),
    method: 'POST',
    path: '/radar/lists/ip_address/block',
    sends: '{"entry":"203.0.113.7"}',
    response: { message: 'Entry added' },
  },
  removeRadarListEntry: {
    call: (c) => c.removeRadarListEntry({ type: 'domain', action: 'allow', entry: 'orchard.example' }),
    method: 'DELETE',
    path: '/radar/lists/domain/allow',
    sends: '{"entry":"orchard.example"}',
    status: 204,
  },
  getRadarChallenge: {
    call: (c) => c.getRadarChallenge({ radarChallengeId: challenge.id }),
    method: 'GET',
    path: '/user_management/radar_challenges/radar_challenge_01',
    response: challenge,
    result: decoded,
  },
}
