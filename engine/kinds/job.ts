import { closingMinutes } from '../kernel/closing-time.ts';
import type { JsonObject } from '../kernel/json.ts';
import { suggestion } from '../kernel/suggestion.ts';
import type { JobModel, JobStepModel } from '../model/index.ts';
import type { CompileContext } from './kind.ts';
import { defineKind } from './kind.ts';
import { describeBySchema } from './parts/describe.ts';
import { documentSchema, entry, flag, map, object, oneOf, text } from './parts/schema.ts';

const clockTime: JsonObject = { pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' };
const sliceSizeDefault = 1_000;

const schema = documentSchema(
  'job',
  '批处理|Job',
  'A batch run over records, once for each business date.',
  {
    at: entry('开始时间|At', 'Starts the run at this time of the installation’s zone; null leaves it to people.', '00:30', 'free', {
      type: ['string', 'null'],
      'x-null': true,
      ...clockTime,
    }),
    cutOff: entry('日切时间|Cut-off', 'Ends the business date at this time: later entries carry the next date.', '23:00', 'free', {
      type: 'string',
      ...clockTime,
    }),
    catchUp: entry('补跑|Catch up', 'Runs dates that were missed one after another; otherwise only the latest.', true, 'free', { ...flag, default: true }),
    sliceSize: entry('每片记录数|Slice size', 'Limits the records of one slice, which is one short transaction.', 1000, 'free', {
      type: 'integer',
      minimum: 1,
      maximum: 100_000,
      default: sliceSizeDefault,
    }),
    steps: entry(
      '步骤|Steps',
      'Lists the steps in the order in which they run; each begins when the one before is done.',
      { late: { title: '标记超期', step: 'workshop.mark-late' } },
      'free',
      map(
        '步骤|step',
        object(
          {
            title: entry('标题|Title', 'Names the step in the console.', '标记超期', 'free', text),
            step: entry('处理|Step', 'Names the step of a plugin.', 'workshop.mark-late', 'free', {
              type: 'string',
              pattern: '^[a-z][a-z0-9-]*\\.[A-Za-z][A-Za-z0-9.-]*$',
            }),
            when: entry('频率|When', 'Runs the step every day, or only on the last day of a month or year.', 'monthEnd', 'free', {
              ...oneOf('daily', 'monthEnd', 'yearEnd'),
              default: 'daily',
            }),
          },
          ['title', 'step'],
        ),
      ),
    ),
  },
  { required: ['steps'] },
);

export const job = defineKind({
  kind: 'job',
  title: { zh: '批处理', en: 'Job' },
  purpose:
    'A job runs steps of plugins over all records, once for each business date: in slices that several servers share, resumable at any point. A record that cannot be processed is set aside with its reason; the rest goes on.',
  schema,
  example: { kind: 'job', name: 'shop-day-end', title: '日终', at: '00:30', steps: {} },
  check(content, report) {
    const { at, cutOff } = content;
    if (typeof at === 'string' && typeof cutOff === 'string' && closingMinutes(at) < closingMinutes(cutOff))
      report(
        '/at',
        'validate.job-time',
        `The job runs at ${at}, before the date that it closes ends at ${cutOff}.`,
        'start at or after the cut-off; a time before noon is of the following morning.',
      );
  },
  references: (content) => Object.entries(stepsOf(content)).map(([key, { step }]) => ({ pointer: `/steps/${key}/step`, to: `batch-step:${String(step)}` })),
  compile(content, context): JobModel {
    refuseSecondCutOff(content, context);
    return {
      name: context.name,
      title: String(content.title),
      at: typeof content.at === 'string' ? content.at : null,
      cutOff: typeof content.cutOff === 'string' ? content.cutOff : null,
      catchUp: content.catchUp !== false,
      sliceSize: typeof content.sliceSize === 'number' ? content.sliceSize : sliceSizeDefault,
      steps: Object.entries(stepsOf(content)).map(([key, step]) => compileStep(key, step, context)),
    };
  },
  describe: describeBySchema(schema),
});

function compileStep(key: string, content: JsonObject, context: CompileContext): JobStepModel {
  const step = String(content.step);
  const over = context.batchStep(step)?.over ?? null;
  if (over !== null && !context.documents('entity').has(over))
    context.report(
      `/steps/${key}/step`,
      'compile.batch-entity',
      `Step "${step}" goes over the records of entity "${over}", which is not there.`,
      suggestion(over, [...context.documents('entity').keys()]),
    );
  return { key, title: String(content.title), step, over, when: (content.when ?? 'daily') as JobStepModel['when'] };
}

/** Entries carry one business date, so one job ends it. */
function refuseSecondCutOff(content: JsonObject, context: CompileContext): void {
  if (content.cutOff === undefined) return;
  const first = [...context.documents('job').values()].find((document) => document.content.cutOff !== undefined);
  if (first === undefined || first.name === context.name) return;
  context.report(
    '/cutOff',
    'compile.second-cut-off',
    `Jobs "${first.name}" and "${context.name}" both end the business date.`,
    'leave the cut-off to one of them.',
  );
}

function stepsOf(content: JsonObject): Record<string, JsonObject> {
  return content.steps as Record<string, JsonObject>;
}
