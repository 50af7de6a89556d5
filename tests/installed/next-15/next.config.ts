import type { NextConfig } from 'next'

// With a base path and trailing slashes, and built as a standalone server that can be copied.
const nextConfig: NextConfig = {
  basePath: '/docs',
  trailingSlash: true,
  output: 'standalone',
}

export default nextConfig
