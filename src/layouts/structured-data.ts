// What the pages are, in schema.org's words.
import { lessonPage, page } from "#course/paths.ts";
import type { ModulePlace } from "#course/course-map.ts";
import type { Lesson } from "#course/schemas.ts";

const course = (site: URL | undefined) => ({
  "@type": "Course",
  "@id": `${new URL(page("/"), site).href}#course`,
  name: "On the Wire",
  url: new URL(page("/"), site).href,
});

/** A lesson as a LearningResource, part of the course. */
export const lessonData = (site: URL | undefined, slug: string, lesson: Lesson): object => ({
  "@context": "https://schema.org",
  "@type": "LearningResource",
  name: lesson.title,
  description: lesson.description,
  url: new URL(lessonPage(slug), site).href,
  learningResourceType: "lesson",
  inLanguage: "en",
  isAccessibleForFree: true,
  timeRequired: `PT${String(lesson.minutes)}M`,
  teaches: lesson.objectives,
  dateModified: lesson.updated,
  isPartOf: course(site),
});

/** The whole course; written lessons are its parts. */
export const courseData = (
  site: URL | undefined,
  map: readonly ModulePlace[],
  description: string,
): object => ({
  "@context": "https://schema.org",
  ...course(site),
  description,
  inLanguage: "en",
  isAccessibleForFree: true,
  provider: { "@type": "Organization", name: "On the Wire", url: new URL(page("/"), site).href },
  offers: { "@type": "Offer", category: "Free", price: 0, priceCurrency: "EUR" },
  hasPart: map.flatMap(({ lessons }) =>
    lessons
      .filter(({ lesson }) => lesson !== undefined)
      .map(({ slug, title }) => ({
        "@type": "LearningResource",
        name: title,
        url: new URL(lessonPage(slug), site).href,
      })),
  ),
});
