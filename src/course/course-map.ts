// The order of the course: modules, their lessons written and coming, and what stands before and after each.
import type { Lesson, Module } from "./schemas.ts";

/** A lesson as an entry of its collection; the number is the prefix of its file name. */
export interface LessonFile {
  readonly id: string;
  /** "content/lessons/02-http-semantics/04-status-1xx-2xx-3xx.mdx" */
  readonly filePath: string;
  readonly data: Lesson;
}

export interface ModuleFile {
  /** Folder name: "02-http-semantics". */
  readonly id: string;
  readonly data: Module;
}

/** One line of the course map. */
export interface LessonPlace {
  readonly number: number;
  readonly slug: string;
  readonly title: string;
  /** Crisp text and lab together. */
  readonly minutes: number;
  /** Absent while the lesson is planned and not written. */
  readonly lesson?: Lesson;
}

export interface ModulePlace {
  readonly id: string;
  readonly letter: string;
  readonly title: string;
  readonly promise: string;
  readonly lessons: readonly LessonPlace[];
}

/** Where a written lesson stands: its module, its neighbours (written ones only), its number. */
export interface Whereabouts {
  readonly module: ModulePlace;
  readonly place: LessonPlace;
  readonly previous: LessonPlace | undefined;
  readonly next: LessonPlace | undefined;
  /** Written and coming lessons of the whole course. */
  readonly total: number;
}

/** "02-http-semantics" and 4 out of the path of a lesson's file. */
function placeOfFile(filePath: string): { module: string; number: number } {
  const [, module, number] = /([^/]+)\/(\d+)-[^/]+$/.exec(filePath) ?? [];
  if (module === undefined || number === undefined)
    throw new Error(`${filePath}: a lesson's file is named <number>-<slug>.mdx in its module.`);
  return { module, number: Number(number) };
}

/** The whole course in reading order; a planned lesson whose file exists is the written one. */
export function courseMap(
  modules: readonly ModuleFile[],
  lessons: readonly LessonFile[],
): readonly ModulePlace[] {
  const written = new Map<string, LessonPlace[]>();
  for (const { id, filePath, data } of lessons) {
    const { module, number } = placeOfFile(filePath);
    const place = { number, slug: id, title: data.title, minutes: data.minutes, lesson: data };
    written.set(module, [...(written.get(module) ?? []), place]);
  }
  return modules
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, data }) => {
      const own = written.get(id) ?? [];
      const slugs = new Set(own.map((place) => place.slug));
      const coming = data.coming.filter((place) => !slugs.has(place.slug));
      return {
        id,
        letter: data.letter,
        title: data.title,
        promise: data.promise,
        lessons: [...own, ...coming].toSorted((a, b) => a.number - b.number),
      };
    });
}

/** Where each written lesson stands, by slug. */
export function whereabouts(map: readonly ModulePlace[]): ReadonlyMap<string, Whereabouts> {
  const total = map.reduce((sum, module) => sum + module.lessons.length, 0);
  const written = map.flatMap((module) =>
    module.lessons.filter((place) => place.lesson).map((place) => ({ module, place })),
  );
  return new Map(
    written.map(({ module, place }, at) => [
      place.slug,
      {
        module,
        place,
        previous: written[at - 1]?.place,
        next: written[at + 1]?.place,
        total,
      },
    ]),
  );
}

/** "04": numbers of lessons line up. */
export const twoDigits = (number: number): string => String(number).padStart(2, "0");
