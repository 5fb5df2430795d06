package io.candlewick.ingest.download;

/**
 * What the downloader is at.
 *
 * @param waiting chunks that wait for their turn or their time
 * @param working chunks that are downloaded or published now
 * @param unverified chunks that are published and not yet found in the table
 * @param verified chunks verified since the start
 * @param failed chunks given up since the start
 * @param republished chunks published once more since the start
 * @param bars bars published since the start
 * @param rejected rows rejected since the start
 * @param lag records the reader that is furthest behind has to go
 * @param paused whether history waits for it
 * @param pauses how often history has waited
 * @param remark who is behind most
 */
public record DownloadProgress(
        int waiting,
        int working,
        int unverified,
        long verified,
        long failed,
        long republished,
        long bars,
        long rejected,
        long lag,
        boolean paused,
        long pauses,
        String remark) {}
