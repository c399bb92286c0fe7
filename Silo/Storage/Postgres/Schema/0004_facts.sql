-- What a grid cannot change once it has a memory, as its data folder says it in grid.json; null until a silo has said it.
ALTER TABLE goldensignals.grid ADD COLUMN facts jsonb;
