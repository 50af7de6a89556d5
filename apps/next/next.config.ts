import type { NextConfig } from 'next'

const config: NextConfig = {
  // `cacheComponents` is off, because with it Next 16.4 does not show the result of a form without JavaScript. The app in
  // tests/installed uses it.
  // The pages that the React sites share are not compiled, so Next has to do it.
  transpilePackages: ['@latchkey/demo'],
  // `npm test` checks the types of all sites.
  typescript: { ignoreBuildErrors: true },
}

export default config
