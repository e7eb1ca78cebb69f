-- How long each speaker is heard in each release. Where events of one speaker overlap, the time counts once.
WITH spoken AS (
    SELECT project, release, task_id, coalesce(speaker, '(nobody named)') AS who, seconds, end_seconds
    FROM audio_events
    WHERE lane = 'dialogue'
),
begun AS (
    -- A run begins where everything of this speaker that began before has ended.
    SELECT
        *,
        seconds > coalesce(
            max(end_seconds) OVER (
                PARTITION BY task_id, who ORDER BY seconds, end_seconds
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ),
            '-infinity'::DOUBLE
        ) AS begins
    FROM spoken
),
runs AS (
    SELECT
        *,
        count_if(begins) OVER (
            PARTITION BY task_id, who ORDER BY seconds, end_seconds
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS run
    FROM begun
),
stretches AS (
    SELECT
        project, release, task_id, who, run,
        count(*) AS events,
        max(end_seconds) - min(seconds) AS duration
    FROM runs
    GROUP BY project, release, task_id, who, run
)
SELECT
    project,
    release,
    who AS speaker,
    sum(events)::BIGINT AS events,
    round(sum(duration), 2) AS seconds,
    round(100 * sum(duration) / sum(sum(duration)) OVER (PARTITION BY task_id), 1) AS percent
FROM stretches
GROUP BY project, release, task_id, who
ORDER BY project, release, seconds DESC, speaker;
