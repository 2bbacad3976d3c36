// Lets authors write "/reference/status/#404": links from the root lead below the site's base path.
import { defineHastPlugin, type HastPluginEntry } from "satteri";
import { under } from "./paths.ts";

/** A plugin for a site that is published under `base`. */
export const rebaseLinks = (base: string): HastPluginEntry =>
  defineHastPlugin({
    name: "rebase-links",
    element: {
      filter: ["a"],
      visit(node, context) {
        const { href } = node.properties;
        if (typeof href === "string" && /^\/(?!\/)/.test(href))
          context.setProperty(node, "href", under(base, href));
      },
    },
  });
