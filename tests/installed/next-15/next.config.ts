import type { NextConfig } from 'next'

// This app has a base path and trailing slashes, and is built as a standalone server that can be copied.
const nextConfig: NextConfig = {
  basePath: '/docs',
  trailingSlash: true,
  output: 'standalone',
}

export default nextConfig
