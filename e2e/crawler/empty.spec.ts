import { required } from "../support/playwright_options.ts";
import { crawlDatabase } from "./database.ts";
import { EMPTY_PEOPLE } from "./people.ts";

crawlDatabase("without data", required("CRAWLER_EMPTY_URL", "npm run test:crawler"), EMPTY_PEOPLE);
