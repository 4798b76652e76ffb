import { constants, setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { isDrawingTask, serveDrawing } from './files/pictures/thread'
import { isPosterTask, servePosters } from './files/posters/thread'
import { isReadingTask, serveTask } from './files/reading/thread'
import { isPictureTask, servePictures } from './public/picture-thread'
import { isCountingTask, serveCounting } from './reading/rated-thread'
import { isReportTask, serveReport } from './report/write'
import { serveReading } from './recording/import-thread'

/** What threads of their own run, built apart from the program: reading a file takes a tenth of it, and is ready so much sooner. */
if (parentPort) {
  if (isReportTask(workerData) || isPosterTask(workerData) || isCountingTask(workerData)) giveWay()
  if (isReadingTask(workerData)) serveTask(parentPort, workerData)
  else if (isReportTask(workerData)) serveReport(parentPort, workerData)
  else if (isDrawingTask(workerData)) serveDrawing(parentPort, workerData)
  else if (isPosterTask(workerData)) servePosters(parentPort, workerData)
  else if (isPictureTask(workerData)) servePictures(parentPort)
  else if (isCountingTask(workerData)) void serveCounting(parentPort, workerData)
  else serveReading(parentPort, workerData)
}

/**
 * Where a priority is a thread's own, who computes for long leaves the processors to whoever records, and takes what is left of them;
 * elsewhere it is the whole process's.
 */
function giveWay(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(constants.priority.PRIORITY_LOW)
  } catch {
    // Where that is forbidden it is as before.
  }
}
