import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

// Everything is served from this origin under a strict policy: no inlined assets, no module preload helper.
export default defineConfig({
  base: './',
  plugins: [preact()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    target: 'es2022',
    rollupOptions: {
      output: { entryFileNames: 'curtain.js', chunkFileNames: 'curtain-[name].js', assetFileNames: 'curtain[extname]' },
    },
  },
});
