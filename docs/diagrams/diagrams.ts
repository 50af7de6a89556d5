import type { Diagram } from './draw.ts'

/** The diagrams of the concept pages. `node docs/diagrams/write.ts` writes their files. */
export const DIAGRAMS: Diagram[] = [
  {
    name: 'sign-in',
    title: 'One sign-in, from the form to the session cookie',
    description:
      'The browser posts the email address and the password to the handler. The handler calls the API with the API key. The API asks for a code, and the handler returns the next step with a sealed cookie. The browser posts the code. The API returns an access token and a refresh token, and the handler returns the sealed session cookie.',
    content: {
      participants: [
        { name: 'Browser' },
        { name: 'Your server', detail: 'handler, under /auth' },
        { name: 'API', detail: 'WorkOS or the local server' },
      ],
      steps: [
        { from: 0, to: 1, text: 'email address, password' },
        { from: 1, to: 2, text: 'both, with the API key' },
        { from: 2, to: 1, text: 'code required, pending token', isReply: true },
        { from: 1, to: 0, text: 'next step, sealed flow cookie', isReply: true },
        { from: 0, to: 1, text: 'code' },
        { from: 1, to: 2, text: 'code, pending token' },
        { from: 2, to: 1, text: 'access and refresh token', isReply: true },
        { from: 1, to: 0, text: 'sealed session cookie', isReply: true },
      ],
    },
  },
  {
    name: 'sessions',
    title: 'The states of a session',
    description:
      'A sign-in turns signed-out into signed-in. While refreshes succeed, the session stays signed-in. If the API cannot be reached, it becomes stale, and it becomes signed-in again when the API is back. It becomes signed-out on sign-out, on expiry, or when the API refuses the refresh token.',
    content: {
      width: 770,
      height: 300,
      boxes: [
        { x: 20, y: 120, width: 150, height: 60, title: 'signed-out', look: 'muted' },
        { x: 310, y: 120, width: 150, height: 60, title: 'signed-in', look: 'accent' },
        { x: 600, y: 120, width: 150, height: 60, title: 'stale' },
      ],
      arrows: [
        {
          points: [
            [172, 138],
            [308, 138],
          ],
          text: 'sign-in',
          at: [240, 130],
        },
        {
          points: [
            [308, 164],
            [172, 164],
          ],
          text: 'sign-out, expiry',
          at: [240, 184],
        },
        {
          points: [
            [462, 138],
            [598, 138],
          ],
          text: 'API unreachable',
          at: [530, 130],
        },
        {
          points: [
            [598, 164],
            [462, 164],
          ],
          text: 'API is back',
          at: [530, 184],
        },
        {
          points: [
            [360, 118],
            [360, 70],
            [410, 70],
            [410, 116],
          ],
          text: 'refresh succeeds',
          at: [385, 58],
        },
        {
          points: [
            [675, 182],
            [675, 240],
            [95, 240],
            [95, 184],
          ],
          text: 'the API refuses the refresh token',
          at: [385, 262],
        },
        {
          points: [
            [385, 182],
            [385, 240],
          ],
          isReply: true,
        },
      ],
    },
  },
  {
    name: 'cookies',
    title: 'What each cookie contains',
    description:
      'The browser keeps three cookies. The session cookie contains the user, the access token and the refresh token, and lasts 30 days by default. One flow cookie per sign-in contains the pending token, the state and the PKCE verifier, and lasts ten minutes. Both are sealed, and only the handler can decrypt them with the cookie secret. The hint cookie only tells scripts whether a user is signed in.',
    content: {
      width: 770,
      height: 350,
      boxes: [
        { x: 20, y: 20, width: 420, height: 310, title: 'Browser', look: 'muted', isGroup: true },
        {
          x: 40,
          y: 60,
          width: 380,
          height: 74,
          title: '__Host-…-session',
          lines: ['user, access token, refresh token', 'sealed · HttpOnly · 30 days by default'],
        },
        {
          x: 40,
          y: 150,
          width: 380,
          height: 74,
          title: '__Host-…-flow-…',
          lines: ['pending token, state, PKCE verifier', 'sealed · HttpOnly · ten minutes, one per sign-in'],
        },
        {
          x: 40,
          y: 240,
          width: 380,
          height: 74,
          title: '…-hint',
          lines: ['signed in or signed out', 'readable by scripts · contains no secret'],
        },
        {
          x: 570,
          y: 96,
          width: 180,
          height: 92,
          title: 'Handler',
          lines: ['decrypts both with', 'LATCHKEY_COOKIE_SECRET'],
          look: 'accent',
        },
        { x: 570, y: 247, width: 180, height: 60, title: 'Scripts of the page' },
      ],
      arrows: [
        {
          points: [
            [422, 97],
            [500, 97],
            [500, 130],
            [568, 130],
          ],
        },
        {
          points: [
            [422, 187],
            [500, 187],
            [500, 154],
            [568, 154],
          ],
        },
        {
          points: [
            [422, 277],
            [568, 277],
          ],
        },
      ],
    },
  },
  {
    name: 'tokens',
    title: 'How tokens are used and replaced',
    description:
      'The API issues an access token that is valid for minutes and a refresh token that works once. The handler seals both in the session cookie. On each request, the handler decrypts the cookie and verifies the access token without calling the API. Shortly before the access token expires, the handler sends the refresh token to the API, gets two new tokens, and sets a new session cookie.',
    content: {
      participants: [{ name: 'Browser' }, { name: 'Your server', detail: 'handler' }, { name: 'API' }],
      steps: [
        { from: 2, to: 1, text: 'access token, refresh token', isReply: true },
        { from: 1, to: 0, text: 'both in a sealed cookie', isReply: true },
        { from: 0, to: 1, text: 'request with the cookie' },
        { at: 1, note: 'decrypts the cookie, verifies the access token' },
        { at: 1, note: 'the access token expires soon' },
        { from: 1, to: 2, text: 'refresh token' },
        { from: 2, to: 1, text: 'two new tokens', isReply: true },
        { from: 1, to: 0, text: 'response, new sealed cookie', isReply: true },
      ],
    },
  },
  {
    name: 'refresh',
    title: 'One refresh for parallel requests',
    description:
      'Three requests with the same session arrive at two instances. The coordinator gives one of them the lease. That request refreshes once at the API. The result goes to all three requests, and each response sets the same new cookie.',
    content: {
      width: 770,
      height: 270,
      boxes: [
        { x: 20, y: 20, width: 200, height: 230, title: 'Two instances', look: 'muted', isGroup: true },
        { x: 40, y: 60, width: 160, height: 44, title: 'Request A' },
        { x: 40, y: 122, width: 160, height: 44, title: 'Request B' },
        { x: 40, y: 184, width: 160, height: 44, title: 'Request C' },
        {
          x: 330,
          y: 104,
          width: 170,
          height: 80,
          title: 'Coordinator',
          lines: ['one lease per session'],
          look: 'accent',
        },
        { x: 620, y: 104, width: 130, height: 80, title: 'API' },
      ],
      arrows: [
        {
          points: [
            [202, 82],
            [260, 82],
            [260, 122],
            [328, 122],
          ],
        },
        {
          points: [
            [202, 144],
            [328, 144],
          ],
        },
        {
          points: [
            [202, 206],
            [260, 206],
            [260, 166],
            [328, 166],
          ],
        },
        {
          points: [
            [502, 132],
            [618, 132],
          ],
          text: 'one refresh',
          at: [560, 122],
        },
        {
          points: [
            [618, 158],
            [502, 158],
          ],
          text: 'new tokens',
          at: [560, 178],
          isReply: true,
        },
        {
          points: [
            [415, 186],
            [415, 236],
            [222, 236],
          ],
          text: 'the same result for A, B and C',
          at: [420, 256],
          isReply: true,
        },
      ],
    },
  },
  {
    name: 'flows',
    title: 'The steps of a sign-in',
    description:
      'A sign-in starts with a password, an emailed code, or a provider or single sign-on. Depending on the user, the organization and the environment, the steps verify-email, mfa-challenge and select-organization follow. Then the sign-in is complete. A step that this version does not know leads to the hosted page.',
    content: {
      width: 860,
      height: 300,
      boxes: [
        { x: 20, y: 108, width: 90, height: 48, title: 'start', look: 'accent' },
        { x: 160, y: 24, width: 150, height: 48, title: 'password' },
        { x: 160, y: 108, width: 150, height: 48, title: 'code' },
        { x: 160, y: 192, width: 150, height: 48, title: 'provider or SSO' },
        { x: 360, y: 24, width: 130, height: 48, title: 'verify-email' },
        { x: 360, y: 108, width: 130, height: 48, title: 'mfa-challenge' },
        { x: 530, y: 108, width: 180, height: 48, title: 'select-organization' },
        { x: 750, y: 108, width: 90, height: 48, title: 'complete', look: 'accent' },
        { x: 530, y: 222, width: 180, height: 54, title: 'unknown', lines: ['hosted page'], look: 'muted' },
      ],
      arrows: [
        {
          points: [
            [112, 122],
            [134, 122],
            [134, 48],
            [158, 48],
          ],
        },
        {
          points: [
            [112, 132],
            [158, 132],
          ],
        },
        {
          points: [
            [112, 142],
            [134, 142],
            [134, 216],
            [158, 216],
          ],
        },
        {
          points: [
            [312, 48],
            [358, 48],
          ],
        },
        {
          points: [
            [312, 132],
            [358, 132],
          ],
        },
        {
          points: [
            [312, 216],
            [425, 216],
            [425, 158],
          ],
        },
        {
          points: [
            [425, 74],
            [425, 106],
          ],
        },
        {
          points: [
            [492, 132],
            [528, 132],
          ],
        },
        {
          points: [
            [712, 132],
            [748, 132],
          ],
        },
        {
          points: [
            [425, 216],
            [425, 249],
            [528, 249],
          ],
          isReply: true,
        },
        {
          points: [
            [712, 249],
            [795, 249],
            [795, 158],
          ],
          isReply: true,
        },
      ],
    },
  },
  {
    name: 'organizations',
    title: 'Users, memberships, organizations and tabs',
    description:
      'The user Nadia has two memberships: admin of Orchard, and member of Brook. Her session is in Orchard, and so are all tabs by default. One tab is in Brook. It has its own access token from the same session, and the API checks the membership.',
    content: {
      width: 770,
      height: 300,
      boxes: [
        { x: 20, y: 110, width: 130, height: 60, title: 'Nadia', lines: ['user'] },
        { x: 210, y: 40, width: 170, height: 60, title: 'membership', lines: ['role admin'] },
        { x: 210, y: 190, width: 170, height: 60, title: 'membership', lines: ['role member'] },
        { x: 440, y: 40, width: 130, height: 60, title: 'Orchard', lines: ['organization'], look: 'accent' },
        { x: 440, y: 190, width: 130, height: 60, title: 'Brook', lines: ['organization'], look: 'accent' },
        { x: 630, y: 40, width: 120, height: 60, title: 'Session', lines: ['and most tabs'] },
        { x: 630, y: 190, width: 120, height: 60, title: 'One tab', lines: ['own access token'] },
      ],
      arrows: [
        {
          points: [
            [152, 128],
            [180, 128],
            [180, 70],
            [208, 70],
          ],
        },
        {
          points: [
            [152, 152],
            [180, 152],
            [180, 220],
            [208, 220],
          ],
        },
        {
          points: [
            [382, 70],
            [438, 70],
          ],
        },
        {
          points: [
            [382, 220],
            [438, 220],
          ],
        },
        {
          points: [
            [628, 70],
            [572, 70],
          ],
        },
        {
          points: [
            [628, 220],
            [572, 220],
          ],
        },
        {
          points: [
            [690, 102],
            [690, 188],
          ],
          text: 'same cookie',
          at: [690, 150],
          isReply: true,
        },
      ],
    },
  },
]
