import type { NextConfig } from 'next'

// The configuration that create-next-app generates.
const nextConfig: NextConfig = {
  cacheComponents: true,
  partialPrefetching: true,
}

export default nextConfig
