import type { NextConfig } from 'next'

// Under a path, with slashes at the end, and copied to where it runs.
const nextConfig: NextConfig = {
  basePath: '/docs',
  trailingSlash: true,
  output: 'standalone',
}

export default nextConfig
