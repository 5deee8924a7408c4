// What a user of the generated client does, against a service that runs: each case is a line of the output.
import {
  AdministrationApi,
  CalendarsApi,
  ChangeTypeEnum,
  Configuration,
  EventsApi,
  FeedsApi,
  ProblemFromJSON,
  ResponseError,
  ShareRequestPrivilegeEnum,
  StaleProblemFromJSON,
  TokenRequestScopesEnum,
  type Event,
  type NewEvent,
} from './client';

declare const process: { argv: string[]; env: Record<string, string | undefined>; exitCode: number };

const TEN = 1_772_445_600_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const basePath = String(process.argv[2]);

interface Account {
  email: string;
  calendarId: string;
  calendarNumber: string;
  calendars: CalendarsApi;
  events: EventsApi;
  feeds: FeedsApi;
}

let accounts = 0;

async function account(name: string): Promise<Account> {
  const administration = new AdministrationApi(
    new Configuration({ basePath, accessToken: String(process.env.ALMANAC_ADMIN_TOKEN) }),
  );
  const email = `${name}${++accounts}-typescript@example.com`;
  const made = await administration.createAccount({ accountRequest: { email, name, timezone: 'Europe/Berlin' } });
  const token = await administration.createToken({
    zuid: made.data.zuid,
    tokenRequest: { scopes: Object.values(TokenRequestScopesEnum) },
  });
  const configuration = new Configuration({ basePath, accessToken: token.data.accessToken });
  return {
    email,
    calendarId: made.data.calendar.calendarId,
    calendarNumber: made.data.calendar.id,
    calendars: new CalendarsApi(configuration),
    events: new EventsApi(configuration),
    feeds: new FeedsApi(configuration),
  };
}

function equal(actual: unknown, expected: unknown): void {
  const [seen, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (seen !== wanted) {
    throw new Error(`expected ${wanted}, but there is ${seen}`);
  }
}

function first<T>(values: T[]): T {
  if (values.length === 0) {
    throw new Error('expected at least one, but there is none');
  }
  return values[0];
}

async function refused(status: number, call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (failure) {
    if (failure instanceof ResponseError) {
      equal(failure.response.status, status);
      return failure.response.json();
    }
    throw failure;
  }
  throw new Error(`expected a refusal with ${status}`);
}

const tea: NewEvent = { title: 'Tea', startTime: TEN, endTime: TEN + MINUTE, timezone: 'Europe/Berlin' };

async function make(owner: Account, more: Partial<NewEvent> = {}): Promise<Event> {
  return first((await owner.events.createEvent({ newEvent: { ...tea, ...more } })).data);
}

async function list(viewer: Account): Promise<Event[]> {
  return (await viewer.events.listEvents({ from: TEN, to: TEN + DAY, includeHiddenCalendars: true })).data;
}

const cases: Record<string, (mara: Account, jonas: Account) => Promise<void>> = {
  async 'lists calendars'(mara) {
    const calendars = (await mara.calendars.listCalendars()).data;
    equal(calendars.map((calendar) => calendar.calendarId), [mara.calendarId]);
  },

  async 'a key makes one event'(mara) {
    const request = { newEvent: tea, idempotencyKey: 'key-1' };
    const answer = await mara.events.createEventRaw(request);
    const one = first((await answer.value()).data);
    const same = first((await mara.events.createEvent(request)).data);
    equal(same.id, one.id);
    equal(answer.raw.headers.get('ETag'), `"${one.editTag}"`);
    equal((await list(mara)).length, 1);
  },

  async 'reads what it has made'(mara) {
    const made = await make(mara);
    const read = await mara.events.getEvent({ id: made.id, calendarId: mara.calendarId });
    equal(read.data, [made]);
    equal(await list(mara), [made]);
  },

  async 'edits, and is told of a stale tag'(mara) {
    const made = await make(mara);
    const edit = {
      id: made.id,
      eventEdit: { ...tea, title: 'Tea and cake', attendees: [{ email: 'guest@example.com' }], editTag: made.editTag },
    };
    const edited = first((await mara.events.editEvent(edit)).data);
    equal(edited.title, 'Tea and cake');
    const stale = StaleProblemFromJSON(await refused(412, mara.events.editEvent(edit)));
    equal(stale.code, 'edit_tag_stale');
    equal(stale.data, [edited]);
  },

  async 'answers an invitation'(mara, jonas) {
    const made = await make(mara, { attendees: [jonas.email] });
    const answer = await jonas.events.answerEvent({ id: made.id, status: 'accepted' });
    equal(first(answer.data.attendees).email, jonas.email);
    equal(first(first(await list(mara)).attendees).status, 'accepted');
  },

  async 'uploads and downloads a file'(mara) {
    const sent = new Blob(['two kinds of cake'], { type: 'text/plain' });
    const uploaded = await mara.events.uploadAttachments({ idempotencyKey: 'upload-1', files: [sent] });
    const fileId = first(uploaded.attachments).fileId;
    const made = await make(mara, { attachmentIds: [fileId] });
    equal(first(made.attachments).size, sent.size);
    equal(await (await mara.events.downloadAttachment({ fileId })).text(), 'two kinds of cake');
  },

  async 'shares a calendar'(mara, jonas) {
    const place = { id: mara.calendarNumber, email: jonas.email };
    const share = await mara.calendars.shareCalendar({
      ...place,
      shareRequest: { privilege: ShareRequestPrivilegeEnum.Edit },
    });
    equal(share.data.privilege, 'edit');
    equal((await jonas.calendars.listCalendars()).data.length, 2);
    await mara.calendars.unshareCalendar(place);
    equal((await jonas.calendars.listCalendars()).data.length, 1);
  },

  async 'deletes an event'(mara) {
    const { calendarId } = mara;
    const inBody = await make(mara);
    await mara.events.deleteEvent({ id: inBody.id, eventRemoval: { calendarId, editTag: inBody.editTag } });
    const inQuery = await make(mara);
    await mara.events.deleteEvent({ id: inQuery.id, calendarId, editTag: inQuery.editTag });
    equal(await list(mara), []);
  },

  async 'reads refusals'(mara, jonas) {
    const backwards = { newEvent: { ...tea, endTime: TEN - MINUTE } };
    const bad = ProblemFromJSON(await refused(400, mara.events.createEvent(backwards)));
    equal(first(bad.errors).field, 'end_time');
    const hidden = { id: (await make(jonas)).id, calendarId: mara.calendarId };
    equal(ProblemFromJSON(await refused(404, mara.events.getEvent(hidden))).errors, []);
  },

  async 'reads the pages of the log'(mara) {
    const begin = (await mara.feeds.listChanges()).cursor;
    const made = await make(mara);
    await mara.calendars.editCalendar({ id: mara.calendarNumber, calendarEdit: { name: 'Mine' } });
    await mara.events.deleteEvent({ id: made.id, calendarId: mara.calendarId, editTag: made.editTag });
    const seen = (await mara.feeds.listChanges({ since: begin })).data;
    const ofEvent = seen.filter((change) => change.type === ChangeTypeEnum.Event);
    equal(ofEvent[0].item, made);
    equal(ofEvent[ofEvent.length - 1].item, null);
    const ofCalendar = seen.filter((change) => change.type === ChangeTypeEnum.Calendar);
    equal(ofCalendar.some((change) => change.item != null && 'name' in change.item && change.item.name === 'Mine'), true);
  },
};

async function run(): Promise<void> {
  for (const [name, check] of Object.entries(cases)) {
    try {
      await check(await account('mara'), await account('jonas'));
      console.log(`ok ${name}`);
    } catch (failure) {
      console.log(`failed ${name}: ${failure instanceof Error ? failure.stack : failure}`);
      process.exitCode = 1;
    }
  }
}

void run();
